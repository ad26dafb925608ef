/// How large a drill is.
public struct DrillPlan: Hashable, Sendable {
    /// How the gateways reach the database.
    public var store: StoreMode

    /// How many gateways there are.
    public var gateways = 3

    /// What choices follow from.
    public var seed: UInt64

    /// How long Redis is away.
    public var redisAway: Duration = .seconds(60)

    /// How many messages are lost with another one behind them.
    public var lostFollowed = 200

    /// How many messages are lost with none behind them.
    public var lostAlone = 50

    /// How often a lock is contested.
    public var contests = 10_000

    /// How long the disk is full.
    public var diskFull: Duration = .seconds(5)

    /// How many clients vanish at once.
    public var crowd = 3_000

    /// How many clients stay connected while all gateways are restarted.
    public var restartClients = 2_000

    /// How many commands a second they send together; each of them hears of each.
    public var restartCommandsPerSecond = 5

    /// Drills of the full size.
    public init(store: StoreMode, seed: UInt64) {
        self.store = store
        self.seed = seed
    }
}
