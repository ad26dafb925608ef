public import Billets

/// A live gateway, as it last told the store.
public struct GatewayPresence: Hashable, Sendable {
    /// The gateway, by the name that Welcome carries.
    public let node: String

    /// When it was last heard of, to within some seconds.
    public let heardAt: Timestamp

    /// The users who have sockets there, in the order of their ids.
    public let users: [UserID]

    /// Its log level; nil if it reports none.
    public let logLevel: LogLevelReport?

    /// The level at which it was asked to log and does not log yet; nil if there is none.
    public let requestedLogLevel: LogLevel?

    /// The gateway `node`, last heard of at `heardAt`, where `users` have sockets.
    public init(
        node: String,
        heardAt: Timestamp,
        users: some Sequence<UserID>,
        logLevel: LogLevelReport? = nil,
        requestedLogLevel: LogLevel? = nil
    ) {
        self.node = node
        self.heardAt = heardAt
        self.users = users.sorted { $0.description < $1.description }
        self.logLevel = logLevel
        self.requestedLogLevel = requestedLogLevel
    }
}

extension [GatewayPresence] {
    /// The names of those to whom a request to `node` goes; to all of them if it is nil.
    ///
    /// - Throws: `notFound` if none is called `node`.
    package func asked(_ node: String?) throws(Rejection) -> [String] {
        let names = map(\.node)
        guard let node else { return names }
        guard names.contains(node) else { throw Rejection(unknownNode: node, others: names) }
        return [node]
    }
}
