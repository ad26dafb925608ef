import BilletsGateway
import BilletsMetrics
import ServiceLifecycle

/// The figures of a process, and the door at which they are told, if it has one of its own.
struct ProcessMetrics: Sendable {
    /// What keeps them.
    let registry: PrometheusRegistry

    /// The door of its own.
    let door: MetricsDoor?

    /// What is to run besides.
    var services: [any Service] {
        door.map { [$0] } ?? []
    }

    /// What a gateway is told of it.
    var settings: MetricsSettings {
        MetricsSettings(
            factory: registry,
            mediaType: PrometheusRegistry.mediaType,
            exposition: door == nil ? registry.exposition : nil
        )
    }
}
