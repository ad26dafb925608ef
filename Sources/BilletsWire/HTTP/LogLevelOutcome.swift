/// The gateways that log at a level that was asked for, and those that have not confirmed it in time.
public struct LogLevelOutcome: Hashable, Sendable {
    /// The level that was asked for.
    public let level: LogLevel

    /// The gateways that log at it.
    public let confirmed: [String]

    /// The gateways that were asked, and have not said that they do.
    public let unconfirmed: [String]

    /// The outcome of a request for `level` to `nodes`, as `gateways` tell it.
    public init(of level: LogLevel, at nodes: [String], among gateways: [GatewayPresence]) {
        let done = gateways.filter { $0.logLevel?.level == level && $0.requestedLogLevel == nil }
            .map(\.node)
        self.level = level
        confirmed = nodes.filter(done.contains)
        unconfirmed = nodes.filter { !done.contains($0) }
    }
}
