import Metrics

/// What a gateway counts of its link to the store process; the catalogue of families says what each means.
struct LinkMetrics: Sendable {
    private let up: Meter
    private let reconnects: Counter

    /// Figures that `factory` keeps; there is no link yet.
    init(_ factory: any MetricsFactory) {
        up = Meter(label: "les_billets_link_up", factory: factory)
        reconnects = Counter(label: "les_billets_link_reconnects_total", factory: factory)
        up.set(0)
    }

    /// The store process is reached, for the first time or again.
    func gained(isFirst: Bool) {
        up.set(1)
        if !isFirst { reconnects.increment() }
    }

    /// It is not.
    func lost() {
        up.set(0)
    }
}
