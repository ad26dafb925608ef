public import Billets
public import BilletsWire
import GRDB
public import Logging
public import Metrics

/// The store that keeps tickets and accounts in a SQLite database.
///
/// Several may have the same file open, in one process or in many of one host.
public final class SQLiteStore: Sendable {
    /// The database itself.
    let database: StoreDatabase

    /// How long locks live.
    let leases: LeasePolicy

    /// How long what has happened is remembered.
    let retention: Retention

    /// How much of everything.
    let bounds: StoreBounds

    /// Tells when things happen.
    let clock: DatabaseClock

    private let metrics: StoreMetrics
    private let committer: Committer

    /// Opens a database that has been migrated, or makes one in memory.
    ///
    /// Blocks for a moment. What is opened must be closed.
    ///
    /// Without a `clock` that somebody drives, the time is the database's own, which all processes share and no step of
    /// a wall clock moves.
    ///
    /// - Throws: `unavailable`; its sentence says what is wrong, and what to do.
    public static func open(
        _ location: DatabaseLocation,
        leases: LeasePolicy = .init(),
        retention: Retention = .init(),
        clock: WallClock? = nil,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) throws(Rejection) -> SQLiteStore {
        try open(
            location,
            leases: leases,
            retention: retention,
            bounds: StoreBounds(),
            clock: clock,
            metrics: metrics,
            logger: logger
        )
    }

    /// Opens a database with bounds of one's own.
    static func open(
        _ location: DatabaseLocation,
        leases: LeasePolicy,
        retention: Retention,
        bounds: StoreBounds,
        clock: WallClock?,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) throws(Rejection) -> SQLiteStore {
        let metrics = StoreMetrics(metrics)
        let database: StoreDatabase
        switch location {
        case .file(let path):
            database = try StoreDatabase(path: path, bounds: bounds, metrics: metrics)
        case .memory(let folder):
            database = try StoreDatabase(
                memory: Migrator(folder: folder, clock: clock ?? .system, logger: logger),
                metrics: metrics
            )
        }
        logger.info(
            "opened the database",
            metadata: ["location": "\(location)", "sqlite": "\(database.sqliteVersion)"]
        )
        return SQLiteStore(
            database: database,
            leases: leases,
            retention: retention,
            bounds: bounds,
            clock: DatabaseClock(clock),
            metrics: metrics,
            logger: logger
        )
    }

    private init(
        database: StoreDatabase,
        leases: LeasePolicy,
        retention: Retention,
        bounds: StoreBounds,
        clock: DatabaseClock,
        metrics: StoreMetrics,
        logger: Logger
    ) {
        self.metrics = metrics
        self.database = database
        self.leases = leases
        self.retention = retention
        self.bounds = bounds
        self.clock = clock
        committer = Committer(
            database: database,
            leases: leases,
            retention: retention,
            bounds: bounds,
            clock: clock,
            metrics: metrics,
            logger: logger
        )
    }

    /// Refuses what comes from now on, carries out and answers what waits, and closes the database.
    ///
    /// The last one to close a file moves SQLite's log into it.
    public func close() async {
        await committer.close()
        await database.close()
    }
}

extension SQLiteStore: TicketStore {
    /// Which database this is.
    public func identity() async throws(Rejection) -> StoreIdentity {
        let leases = leases
        return try await database.read { database in
            try InstallationTable(database: database).identity(leases: leases)
        }
    }

    /// Carries out a command, together with whatever else waits.
    public func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        committer.submit(WaitingCommand(request: request, address: address))
    }

    /// The committed changes right after `revision`; 10,000 of them at most.
    public func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        let limit = min(max(0, limit), bounds.pageEventsMaximum)
        return try await database.read { database in
            let epoch = try InstallationTable(database: database).epoch()
            return try EventTable(database: database)
                .page(after: revision, limit: limit, epoch: epoch)
        }
    }

    /// All tickets, at exactly one revision.
    public func snapshot() async throws(Rejection) -> Snapshot {
        try await database.read { database in
            let epoch = try InstallationTable(database: database).epoch()
            let latest = try EventTable(database: database).latest()
            return Snapshot(
                cursor: Cursor(epoch: epoch, revision: latest),
                tickets: try TicketTable(database: database).all()
            )
        }
    }

    /// The ticket `id` as it stands.
    public func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? {
        try await database.read { try TicketTable(database: $0).ticket(id) }
    }

    /// The tickets that `query` selects, in its order.
    public func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        try await database.read { database in
            let epoch = try InstallationTable(database: database).epoch()
            let latest = try EventTable(database: database).latest()
            return TicketPage(
                latest: Cursor(epoch: epoch, revision: latest),
                tickets: try TicketTable(database: database).list(query),
                order: query.order,
                limit: query.limit
            )
        }
    }

    /// What happened to the ticket `id`, the newest first, as far as it is kept.
    public func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        try await database.read { database in
            guard try TicketTable(database: database).ticket(id) != nil else { return nil }
            let epoch = try InstallationTable(database: database).epoch()
            let events = try EventTable(database: database)
                .history(of: id, before: revision, limit: limit + 1, epoch: epoch)
            return HistoryPage(
                events: Array(events.prefix(limit)),
                hasMore: events.count > limit
            )
        }
    }

    /// Takes in who has sockets on a gateway, and ends the locks whose time has come; also forgets,
    /// bite by bite, what has been kept for long enough.
    public func maintain(_ report: PresenceReport) async throws(Rejection) -> [WireEvent] {
        let (leases, retention, bounds, clock) = (leases, retention, bounds, clock)
        let maintenance: @Sendable (Timestamp) -> Maintenance = { now in
            Maintenance(
                report: report,
                leases: leases,
                retention: retention,
                bounds: bounds,
                now: now
            )
        }
        let (isDue, bytes, locks) = try await database.read { database in
            (
                try maintenance(clock.now(reading: database)).isDue(in: database),
                try Self.bytes(of: database), try TicketTable(database: database).locksHeld()
            )
        }
        metrics.tell(bytes: bytes, locksHeld: locks)
        guard isDue else { return [] }
        let ended = try await database.write { database in
            try maintenance(clock.now(writing: database)).perform(in: database)
        }
        metrics.expired(ended.locksExpired)
        return ended.events
    }

    /// The size of the database as a whole, without its log.
    private static func bytes(of database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database,
            sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ) ?? 0
    }

    /// The gateways that live, and who has sockets on each.
    public func gateways() async throws(Rejection) -> [GatewayPresence] {
        let clock = clock
        return try await database.read { database in
            let limit = try clock.now(reading: database)
                .adding(.zero - PresenceReport.silenceMaximum)
            return try PresenceTable(database: database).gateways(heardAfter: limit)
        }
    }
}
