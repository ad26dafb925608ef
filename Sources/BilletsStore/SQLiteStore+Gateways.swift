public import Billets
public import BilletsWire
import GRDB

/// The gateways: their names, their reports, and how much they log.
extension SQLiteStore {
    /// Gives a process the name of a node, unless another live process has it: of this store, or of the same file.
    public func register(
        _ instance: NodeInstance
    ) async throws(Rejection) -> NodeRegistration {
        let clock = clock
        let now = try await database.read { try clock.now(reading: $0) }
        return try nodes.register(instance, at: now)
    }

    /// Takes the name of a process back.
    public func unregister(_ instance: NodeInstance) async {
        nodes.unregister(instance)
    }

    /// Takes in who has sockets on a gateway, and ends the locks whose time has come; also forgets,
    /// bite by bite, what has been kept for long enough.
    public func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        let (leases, retention, bounds, clock, nodes) = (leases, retention, bounds, clock, nodes)
        let maintenance: @Sendable (Timestamp) -> Maintenance = { now in
            Maintenance(
                report: report,
                leases: leases,
                retention: retention,
                bounds: bounds,
                now: now
            )
        }
        let (isDue, requested, bytes, locks) = try await database.read { database in
            let now = try clock.now(reading: database)
            try nodes.hear(report, at: now)
            return (
                try maintenance(now).isDue(in: database),
                try GatewayProcessTable(database: database).requestedLogLevel(of: report),
                try Self.bytes(of: database), try TicketTable(database: database).locksHeld()
            )
        }
        metrics.tell(bytes: bytes, locksHeld: locks)
        // After a failed write the next report is written in any case, so that its answer says whether writing works.
        guard isDue || database.condition.refusesWrites else {
            return ReportAnswer(events: [], requestedLogLevel: requested)
        }
        let (ended, stillRequested) = try await database.write { database in
            let ended = try maintenance(clock.now(writing: database)).perform(in: database)
            let requested = try GatewayProcessTable(database: database)
                .requestedLogLevel(of: report)
            return (ended, requested)
        }
        metrics.expired(ended.locksExpired)
        return ReportAnswer(events: ended.events, requestedLogLevel: stillRequested)
    }

    /// The gateways that live, and who has sockets on each.
    public func gateways() async throws(Rejection) -> [GatewayPresence] {
        let clock = clock
        return try await database.read { database in
            try Self.gateways(in: database, at: clock.now(reading: database))
        }
    }

    /// Asks live gateways to log at `level`.
    public func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        let clock = clock
        return try await database.write { database in
            let nodes = try Self.gateways(in: database, at: clock.now(writing: database))
                .asked(node)
            let processes = GatewayProcessTable(database: database)
            for node in nodes { try processes.request(level, of: node) }
            return nodes
        }
    }

    private static func gateways(
        in database: Database,
        at now: Timestamp
    ) throws -> [GatewayPresence] {
        try PresenceTable(database: database)
            .gateways(heardAfter: now.adding(.zero - PresenceReport.silenceMaximum))
    }

    /// The size of the database as a whole, without its log.
    private static func bytes(of database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ) ?? 0
    }
}
