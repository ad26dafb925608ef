/// What a socket may cost, and when it is given up.
public struct SocketLimits: Hashable, Sendable {
    /// The largest message of a client, in bytes; a larger one closes the socket with 1009.
    public var messageBytesMaximum = 64 * 1024

    /// How many bytes may wait for a client to read them; more close the socket with 4408.
    public var unsentBytesMaximum = 1024 * 1024

    /// How many commands of one socket may wait for their answers; more are `rate_limited`.
    public var unansweredCommandsMaximum = 1000

    /// For how many seconds on end messages may be refused as too many, before the socket is closed with
    /// 1008.
    public var excessSecondsMaximum = 10

    /// The number of frames that a user may send for each message that the message rate allows them; more close the
    /// socket with 1008.
    ///
    /// 16 is a message of 64 KiB in fragments of 4 KiB.
    public var framesPerMessage = 16

    /// How often a client is sent a ping, in seconds.
    public var pingSeconds = 20

    /// How long a client may send nothing before its socket is dropped, in seconds.
    public var silenceSecondsMaximum = 60

    /// How long a client may take to answer a close frame, in seconds.
    public var closeSecondsMaximum = 5

    /// How long a socket of a gateway that stops waits for the answers to its last commands, in seconds, before
    /// it is closed with 1012 without them; a little longer than commands wait (`StorePatience.command`).
    public var leaveSecondsMaximum = 6

    /// The most sockets and event streams of this gateway; more are refused with 503.
    public var socketsMaximum = 100_000

    /// The defaults of the protocol.
    public init() {}
}
