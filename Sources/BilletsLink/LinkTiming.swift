/// How patient the two ends of the link are.
public struct LinkTiming: Hashable, Sendable {
    /// How long a command may go without an answer, reconnects included; then it is `unavailable`.
    public var commandPatience: Duration = .seconds(10)

    /// How long a call may take, repetitions included.
    public var callPatience: Duration = .seconds(5)

    /// How long a snapshot may take, repetitions included.
    public var snapshotPatience: Duration = .seconds(30)

    /// How long a call waits for a link that is down; longer than a reconnect takes.
    public var linkPatience: Duration = .seconds(2)

    /// How long connecting and opening the stream of commands may take before it is tried afresh.
    public var openPatience: Duration = .seconds(5)

    /// How long commands may be under way without any answer at all before the link is taken for dead.
    public var stallPatience: Duration = .seconds(5)

    /// The time after which the store closes a connection on which no call was served.
    public var admissionTimeout: Duration = .seconds(10)

    /// How long a process that stops waits for what is under way.
    public var drainPatience: Duration = .seconds(5)

    /// The first pause before a reconnect; it doubles each time.
    public var backoffMinimum: Duration = .milliseconds(100)

    /// The longest pause before a reconnect.
    public var backoffMaximum: Duration = .seconds(1)

    /// How often deadlines are looked at.
    var watchInterval: Duration = .milliseconds(100)

    /// The pause before a call that failed under way is tried again.
    var callPause: Duration = .milliseconds(25)

    /// How long a connection that is given up may take to close.
    var closePatience: Duration = .seconds(1)

    /// How long a connection is silent before it is probed.
    var keepaliveInterval: Duration = .seconds(10)

    /// How long a probed connection may stay silent.
    var keepalivePatience: Duration = .seconds(5)

    /// The timing of a real installation.
    public init() {}
}
