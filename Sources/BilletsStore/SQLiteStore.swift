public import Billets
public import BilletsWire
import GRDB
public import Logging
public import Metrics
import Synchronization

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

    /// The names of nodes that are held through this store.
    let nodes: NodeNames

    /// The attempts to log in that could not be written to the database.
    let unwrittenAttempts = Mutex(UnwrittenAttempts())

    /// The metrics of the store.
    let metrics: StoreMetrics

    private let listings: ListingGate
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
        let nodes: NodeNames
        switch location {
        case .file(let path):
            database = try StoreDatabase(
                path: path,
                bounds: bounds,
                metrics: metrics,
                logger: logger
            )
            nodes = NodeNames(ofDatabaseAt: try DatabaseFile(path: path).path)
            try database.prepareTexts(ticketsMaximum: bounds.indexedTicketsMaximum)
        case .memory(let folder):
            nodes = NodeNames(ofDatabaseAt: nil)
            database = try StoreDatabase(
                memory: Migrator(folder: folder, clock: clock ?? .system, logger: logger),
                metrics: metrics,
                logger: logger
            )
        }
        logger.info(
            "opened the database",
            metadata: ["location": "\(location)", "sqlite": "\(database.sqliteVersion)"]
        )
        return SQLiteStore(
            database: database,
            nodes: nodes,
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
        nodes: NodeNames,
        leases: LeasePolicy,
        retention: Retention,
        bounds: StoreBounds,
        clock: DatabaseClock,
        metrics: StoreMetrics,
        logger: Logger
    ) {
        self.metrics = metrics
        self.database = database
        self.nodes = nodes
        self.leases = leases
        self.retention = retention
        self.bounds = bounds
        self.clock = clock
        listings = ListingGate(
            runningMaximum: bounds.listingsMaximum,
            waitingMaximum: bounds.waitingListingsMaximum
        )
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
        nodes.close()
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
    ///
    /// - Throws: `rateLimited` if too many lists are asked for at the same time, `invalidMessage` if it takes too long to
    ///   find the tickets.
    public func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        // First, since it may wait for the writer, and others read lists meanwhile.
        if case .terms = query.search { await indexTexts() }
        guard await listings.enter(within: bounds.listingWaitMaximum) else {
            throw Rejection.tooManyListings
        }
        defer { listings.leave() }
        let candidatesMaximum = bounds.candidateTicketsMaximum
        let page = try await database.read(within: bounds.listingDurationMaximum) { database in
            let epoch = try InstallationTable(database: database).epoch()
            let latest = try EventTable(database: database).latest()
            return TicketPage(
                latest: Cursor(epoch: epoch, revision: latest),
                tickets: try TicketTable(database: database)
                    .list(query, candidatesMaximum: candidatesMaximum),
                order: query.order,
                limit: query.limit
            )
        }
        guard let page else { throw Rejection.listingTookTooLong }
        return page
    }

    /// Indexes what was written and is not indexed yet, so that a search finds it.
    ///
    /// Should that fail, as on a full disk, searches find what is indexed; nothing new is written then either.
    private func indexTexts() async {
        let limit = bounds.indexedTicketsMaximum
        let hasUnindexed = try? await database.read {
            try TicketTextTable(database: $0).hasUnindexed()
        }
        guard hasUnindexed == true else { return }
        // Others may go on writing.
        for _ in 0..<bounds.searchTransactionsMaximum {
            let isComplete = try? await database.write {
                try TicketTextTable(database: $0).index(limit: limit)
            }
            guard isComplete == false else { return }
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
}
