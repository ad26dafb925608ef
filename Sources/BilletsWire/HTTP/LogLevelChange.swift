/// A wish that gateways log more or less.
public struct LogLevelChange: Hashable, Sendable {
    /// The level that is wanted.
    public let level: LogLevel

    /// The gateway that is to log at it; nil for all of them.
    public let node: String?

    /// The wish that `node`, or every gateway, logs at `level`.
    public init(level: LogLevel, node: String?) {
        self.level = level
        self.node = node
    }
}
