public import Billets

/// Everything that one client did and saw.
public struct AgentRecord: Sendable {
    /// What it is called.
    public let name: String

    /// In whose name it acted.
    public let user: User

    /// What it was sent, over all its sockets.
    public var streams: [StreamRecord] = []

    /// What it commanded, in order.
    public var intents: [Intent] = []

    /// What it noticed by itself.
    public var discrepancies: [String] = []

    /// Its board in the end.
    public var board: Board?

    /// How often it had to come back.
    public var reconnects = 0

    /// A client that has done nothing yet.
    public init(name: String, user: User) {
        self.name = name
        self.user = user
    }
}
