import BilletsWire
import Metrics

/// How the gateway is, as `/readyz` says it.
struct HealthMetrics: Sendable {
    private let ready: Meter
    private let store: Meter
    private let bus: Meter
    private let draining: Meter

    /// Gauges that `factory` keeps.
    init(_ factory: any MetricsFactory) {
        ready = Meter(label: "les_billets_ready", factory: factory)
        store = Meter(label: "les_billets_store_up", factory: factory)
        bus = Meter(label: "les_billets_bus_up", factory: factory)
        draining = Meter(label: "les_billets_draining", factory: factory)
    }

    /// Notes how it is.
    func tell(_ readiness: Readiness) {
        ready.set(readiness.isReady ? 1 : 0)
        store.set(readiness.store == .well ? 1 : 0)
        bus.set(readiness.bus == .well ? 1 : 0)
        draining.set(readiness.isDraining ? 1 : 0)
    }
}
