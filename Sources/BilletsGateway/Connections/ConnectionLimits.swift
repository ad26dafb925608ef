/// What connections and their requests may cost, and when they are given up.
///
/// Seconds are counted once a second for all connections of an event loop: what lasts 10 seconds is given up
/// within the eleventh.
public struct ConnectionLimits: Hashable, Sendable {
    /// How many connections this gateway holds, sockets among them; more are closed at once.
    public var connectionsMaximum = 100_000

    /// How many connections one address that is no trusted proxy may have; more are closed at once.
    public var connectionsPerAddress = ConnectionCap.atMost(2000)

    /// The most sockets and event streams of one client's address; more are `rate_limited`.
    public var socketsPerAddress = ConnectionCap.atMost(2000)

    /// The most sockets and event streams of one user on this gateway; more are `rate_limited`.
    public var socketsPerUser = ConnectionCap.atMost(256)

    /// The longest address of a request, in bytes; a longer one is answered with 414.
    public var urlBytesMaximum = 8 * 1024

    /// The most that the names and values of all header fields hold together, in bytes; more are answered
    /// with 431.
    public var fieldBytesMaximum = 16 * 1024

    /// How many header fields a request may have; more are answered with 431.
    public var fieldsMaximum = 100

    /// The largest body, in bytes; a larger one is answered with 413.
    public var bodyBytesMaximum = 64 * 1024

    /// How long the head of a request may take from its first byte on, the very first one from the beginning of
    /// the connection on, in seconds.
    public var headSecondsMaximum = 10

    /// How long the body of a request may take, in seconds.
    public var bodySecondsMaximum = 30

    /// How long a connection may idle between two requests, in seconds.
    public var idleSecondsMaximum = 60

    /// How long a client may leave an answer unread while more of it waits, in seconds.
    public var unreadSecondsMaximum = 60

    /// How long a connection stays after its last answer for the client to read it, in seconds.
    public var lingerSecondsMaximum = 2

    /// The defaults.
    public init() {}

    /// Lifts what is limited for each address and each user, as load tests need it.
    public mutating func liftCaps() {
        connectionsPerAddress = .unlimited
        socketsPerAddress = .unlimited
        socketsPerUser = .unlimited
    }
}
