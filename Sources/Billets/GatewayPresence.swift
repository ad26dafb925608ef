/// A gateway that lives, as it last told the store: for whoever looks after the installation.
public struct GatewayPresence: Hashable, Sendable {
    /// The gateway, by the name that Welcome carries.
    public let node: String

    /// When it was last heard of, to within some seconds.
    public let heardAt: Timestamp

    /// Who has sockets there, in the order of their ids.
    public let users: [UserID]

    /// The gateway `node`, last heard of at `heardAt`, where `users` have sockets.
    public init(node: String, heardAt: Timestamp, users: some Sequence<UserID>) {
        self.node = node
        self.heardAt = heardAt
        self.users = users.sorted { $0.description < $1.description }
    }
}
