/// The times and bounds of a Redis bus.
public struct RedisBusSettings: Hashable, Sendable {
    /// How long after a probe came back the next is sent.
    public var probeInterval: Duration = .seconds(2)

    /// How long a probe may take to come back.
    public var probeDeadline: Duration = .seconds(2)

    /// How long a connection may take from the first packet until it is of use.
    public var connectDeadline: Duration = .seconds(2)

    /// The longest wait before the first attempt to connect again; it doubles with each attempt.
    public var backoffMinimum: Duration = .milliseconds(100)

    /// The longest wait between two attempts to connect.
    public var backoffMaximum: Duration = .seconds(5)

    /// How many events may wait to be sent.
    public var waitingEventsMaximum = 10_000

    /// How many bytes of events may wait to be sent.
    public var waitingBytesMaximum = 16 * 1024 * 1024

    /// How many events Redis may have been sent without having answered.
    public var unacknowledgedEventsMaximum = 1_024

    /// How many bytes Redis may have been sent without having answered; the last event may pass it.
    public var unacknowledgedBytesMaximum = 4 * 1024 * 1024

    /// How large a single message may grow in memory before the connection is given up.
    ///
    /// Redis itself closes a subscription that it owes 32 MiB, unless it is configured otherwise.
    public var incomingBytesMaximum = 64 * 1024 * 1024

    /// How much time lies between two lines in the log that tell of dropped events.
    public var dropLogInterval: Duration = .seconds(10)

    /// The settings of a gateway beside its Redis.
    public init() {}
}
