/// The log level of a process: the present one, and the one that it was started with.
public struct LogLevelReport: Hashable, Sendable {
    /// The level that holds now.
    public let level: LogLevel

    /// The level that the process was started with.
    public let configured: LogLevel

    /// A process that logs at `level`, and was started with `configured`.
    public init(level: LogLevel, configured: LogLevel) {
        self.level = level
        self.configured = configured
    }
}
