public import Metrics

/// Where a gateway's figures go, and who is told them.
public struct MetricsSettings: Sendable {
    /// What keeps the figures.
    public let factory: any MetricsFactory

    /// What `GET /metrics` answers, in Prometheus's text format; nil if the gateway has no such address.
    public let exposition: (@Sendable () -> [UInt8])?

    /// Figures that `factory` keeps, and that `exposition` tells.
    public init(factory: any MetricsFactory, exposition: (@Sendable () -> [UInt8])?) {
        self.factory = factory
        self.exposition = exposition
    }

    /// Nothing is kept or told.
    public static let none = MetricsSettings(factory: NOOPMetricsHandler.instance, exposition: nil)
}
