/// Who has sockets on a gateway, as the gateway tells the store: regularly, so that its silence tells
/// of its death.
public struct PresenceReport: Hashable, Sendable {
    /// The gateway, by the name that Welcome carries.
    public let node: String

    /// Users who have a socket there now, and had none when it last reported.
    public var arrived: [UserID]

    /// Users who have had a socket there since it last reported, or had one then, and have none now.
    public var departed: [UserID]

    /// Whether `arrived` holds everybody who is there, and whom the store does not find in it is
    /// gone: the first report of a process, and the one after a report whose fate is unknown.
    public var isComplete: Bool

    /// A report of the gateway `node`.
    public init(node: String, arrived: [UserID], departed: [UserID], isComplete: Bool) {
        self.node = node
        self.arrived = arrived
        self.departed = departed
        self.isComplete = isComplete
    }
}
