public import Billets

/// The users who have sockets on a gateway, as the gateway tells the store regularly, so that its silence tells of its
/// death.
public struct PresenceReport: Hashable, Sendable {
    /// The longest interval between two reports of a gateway.
    public static let intervalMaximum: Duration = .seconds(1)

    /// The longest silence of a live gateway.
    public static let silenceMaximum: Duration = .seconds(10)

    /// The gateway, by the name that Welcome carries.
    public let node: String

    /// The process that reports, which must have registered; nil for a gateway of a version without registration.
    public let instance: NodeInstanceID?

    /// Users who have a socket there now, and had none when it last reported.
    public var arrived: [UserID]

    /// Users who have had a socket there since it last reported, or had one then, and have none now.
    public var departed: [UserID]

    /// True if `arrived` holds everybody who is there, so that users whom the store does not find in it are gone: the
    /// first report of a process, and the one after a report whose fate is unknown.
    public var isComplete: Bool

    /// The log level; nil for a gateway of a version that does not report it.
    public var logLevel: LogLevelReport?

    /// A report of the gateway `node`, from the process `instance`.
    public init(
        node: String,
        instance: NodeInstanceID? = nil,
        arrived: [UserID],
        departed: [UserID],
        isComplete: Bool,
        logLevel: LogLevelReport? = nil
    ) {
        self.node = node
        self.instance = instance
        self.arrived = arrived
        self.departed = departed
        self.isComplete = isComplete
        self.logLevel = logLevel
    }
}
