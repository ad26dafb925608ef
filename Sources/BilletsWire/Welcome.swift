public import Billets

/// What a gateway tells a client first.
public struct Welcome: Hashable, Sendable {
    /// The version of the protocol that is spoken.
    public static let protocolVersion: Int64 = 1

    /// The connection, for logs: unlike every other.
    public let connectionID: String

    /// The gateway's name.
    public let node: String

    /// Who the client is.
    public let user: User

    /// Where the gateway's stream of events stands.
    public let cursor: Cursor

    /// How long a lock lasts unless it is renewed.
    public let leaseDuration: Duration

    /// The greeting of one connection.
    public init(
        connectionID: String,
        node: String,
        user: User,
        cursor: Cursor,
        leaseDuration: Duration
    ) {
        self.connectionID = connectionID
        self.node = node
        self.user = user
        self.cursor = cursor
        self.leaseDuration = leaseDuration
    }
}
