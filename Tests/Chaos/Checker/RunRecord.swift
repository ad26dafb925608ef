/// Everything that is known of a run once it is over and all is quiet.
public struct RunRecord: Sendable {
    /// The clients.
    public var agents: [AgentRecord]

    /// The database, at the same revision as the clients' boards.
    public var database: DatabaseRecord

    /// The lists of all gateways, at that revision too.
    public var listings: [GatewayListing]

    /// How long a lock lasts unless it is renewed.
    public var leaseDuration: Duration

    /// The record of a run.
    public init(
        agents: [AgentRecord],
        database: DatabaseRecord,
        listings: [GatewayListing],
        leaseDuration: Duration
    ) {
        self.agents = agents
        self.database = database
        self.listings = listings
        self.leaseDuration = leaseDuration
    }
}
