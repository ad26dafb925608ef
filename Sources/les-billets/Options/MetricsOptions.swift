import ArgumentParser
import BilletsMetrics
import Logging

/// Where a process tells its figures.
struct MetricsOptions: ParsableArguments {
    /// A door of its own for Prometheus.
    @Option(
        help: .setting(
            .metricsListen,
            "Where Prometheus comes in, by a door of its own, which no balancer publishes: GET /metrics.",
            value: "host:port",
            default: "a gateway answers /metrics at its own address, a store nowhere"
        ),
        transform: ListenAddress.init(parsing:)
    )
    var metricsListen: ListenAddress?

    /// The figures of this process.
    ///
    /// - Throws: a `Complaint` if nobody can listen there.
    func figures(_ settings: Settings, _ logger: Logger) async throws -> ProcessMetrics {
        let registry = PrometheusRegistry(version: Version.current)
        guard let address = try settings.value(metricsListen, .metricsListen) else {
            return ProcessMetrics(registry: registry, door: nil)
        }
        try await PortCheck.requireFree(address, option: "--metrics-listen")
        let door = MetricsDoor(registry, host: address.host, port: address.port, logger: logger) {
            port in
            let reachable = ListenAddress(host: address.reachableHost, port: port)
            logger.notice("Metrics are at http://\(reachable)/metrics")
        }
        return ProcessMetrics(registry: registry, door: door)
    }
}
