public import Billets

/// What a process says at one moment, for programs that collect logs.
public struct LogEntry: Hashable, Sendable {
    /// When it was said.
    public let time: Timestamp

    /// How much it matters.
    public let level: LogLevel

    /// Who said it.
    public let logger: String

    /// What it is, for people.
    public let message: String

    /// What it is about; empty if the message says all.
    public let metadata: [String: LogValue]

    /// The error that it tells of, if it does.
    public let error: String?

    /// An entry.
    public init(
        time: Timestamp,
        level: LogLevel,
        logger: String,
        message: String,
        metadata: [String: LogValue] = [:],
        error: String? = nil
    ) {
        self.time = time
        self.level = level
        self.logger = logger
        self.message = message
        self.metadata = metadata
        self.error = error
    }
}
