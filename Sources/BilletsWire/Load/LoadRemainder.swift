/// The results of a worker of a load test that are known only at its end.
public struct LoadRemainder: Hashable, Sendable {
    /// The test whose changes were measured; empty if none was seen.
    public var test = ""

    /// The length of the measured time, in milliseconds.
    public var measuredMilliseconds: Int64 = 0

    /// True if the test ended early.
    public var isInterrupted = false

    /// Commands that were due and could not be sent.
    public var unsent: Int64 = 0

    /// Commands without an answer.
    public var unanswered: Int64 = 0

    /// Events that connected sockets had not received at the end.
    public var outstanding: Int64 = 0

    /// Sockets that a storm disconnected.
    public var stormed: Int64 = 0

    /// Those of them that had not caught up at the end.
    public var notCaughtUp: Int64 = 0

    /// The processor time of the worker in the measured time, in milliseconds.
    public var processorMilliseconds: Int64 = 0

    /// The resident memory of the worker at the end, in bytes.
    public var residentBytes: Int64 = 0

    /// A remainder of nothing.
    public init() {}
}
