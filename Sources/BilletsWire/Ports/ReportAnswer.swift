/// The answer of a store to a gateway's report.
public struct ReportAnswer: Hashable, Sendable {
    /// The changes that the report's transaction committed, for the gateway to publish.
    public let events: [WireEvent]

    /// The level at which the gateway is asked to log; nil if it need not change.
    public let requestedLogLevel: LogLevel?

    /// An answer.
    public init(events: [WireEvent], requestedLogLevel: LogLevel? = nil) {
        self.events = events
        self.requestedLogLevel = requestedLogLevel
    }
}
