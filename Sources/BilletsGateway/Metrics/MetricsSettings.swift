public import Metrics

/// Where a gateway's figures go, and who is told them.
public struct MetricsSettings: Sendable {
    /// What keeps the figures.
    public let factory: any MetricsFactory

    /// What `GET /metrics` answers; nil if the gateway has no such address.
    public let exposition: (@Sendable () -> [UInt8])?

    /// The media type of that.
    public let mediaType: String

    /// Figures that `factory` keeps, and that `exposition` tells as `mediaType`.
    public init(
        factory: any MetricsFactory,
        mediaType: String,
        exposition: (@Sendable () -> [UInt8])?
    ) {
        self.factory = factory
        self.mediaType = mediaType
        self.exposition = exposition
    }

    /// Nothing is kept or told.
    public static let none = MetricsSettings(
        factory: NOOPMetricsHandler.instance,
        mediaType: "text/plain",
        exposition: nil
    )
}
