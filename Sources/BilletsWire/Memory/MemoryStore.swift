public import Billets
import Synchronization

/// A store in memory, with the same rules as the real one: for tests, and as the plainest statement
/// of what a store is.
///
/// Nothing outlives the process, so it is no store for people.
public final class MemoryStore {
    private struct State {
        var database: MemoryDatabase
        var isUnavailable = false
    }

    private let state: Mutex<State>
    private let clock: WallClock

    /// An empty database.
    ///
    /// - Parameters:
    ///   - leases: how long locks live.
    ///   - clock: tells when things happen.
    ///   - retainedEventsMaximum: how many events are kept, 1 or more.
    public init(
        leases: LeasePolicy = .init(),
        clock: WallClock = .system,
        retainedEventsMaximum: Int = 100_000
    ) {
        precondition(retainedEventsMaximum >= 1, "The newest event is always kept.")
        self.clock = clock
        state = Mutex(
            State(
                database: MemoryDatabase(
                    leases: leases,
                    retainedEventsMaximum: retainedEventsMaximum,
                    at: clock.now()
                )
            )
        )
    }

    /// From now on everything fails with `unavailable`, or nothing any more.
    public func setUnavailable(_ isUnavailable: Bool) {
        state.withLock { $0.isUnavailable = isUnavailable }
    }

    /// Begins another history, which goes on from what is kept here: the database is a restored backup.
    package func renewEpoch() {
        let now = clock.now()
        state.withLock { $0.database.renewEpoch(at: now) }
    }

    /// What `body` answers, with the database to itself.
    func withDatabase<Value>(
        _ body: (inout MemoryDatabase, Timestamp) throws(Rejection) -> sending Value
    ) throws(Rejection) -> Value {
        let now = clock.now()
        return try state.withLock { state throws(Rejection) in
            guard !state.isUnavailable else {
                throw Rejection(.unavailable, "The store cannot be reached now: try again later.")
            }
            return try body(&state.database, now)
        }
    }
}

extension MemoryStore: TicketStore {
    /// Which database this is: one of its own for each store.
    public func identity() async throws(Rejection) -> StoreIdentity {
        try withDatabase { database, _ throws(Rejection) in database.identity }
    }

    /// Carries out a command, and answers before it returns.
    public func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        do {
            let acceptance = try withDatabase { database, now throws(Rejection) in
                try database.carryOut(request, at: now)
            }
            address.take(.success(acceptance))
        } catch {
            address.take(.failure(error))
        }
    }

    /// The committed changes right after `revision`.
    public func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        try withDatabase { database, _ throws(Rejection) in
            database.events(after: revision, limit: limit)
        }
    }

    /// All tickets, by number.
    public func snapshot() async throws(Rejection) -> Snapshot {
        try withDatabase { database, _ throws(Rejection) in database.snapshot() }
    }

    /// The ticket `id`.
    public func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? {
        try withDatabase { database, _ throws(Rejection) in database.ticket(id) }
    }

    /// The tickets that `query` selects.
    public func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        try withDatabase { database, _ throws(Rejection) in database.tickets(query) }
    }

    /// What happened to the ticket `id`, the newest first.
    public func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        try withDatabase { database, _ throws(Rejection) in
            database.history(of: id, before: revision, limit: limit)
        }
    }

    /// Takes in who has sockets where, and ends the locks whose time has come.
    public func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        try withDatabase { database, now throws(Rejection) in
            let events = try database.maintain(report, at: now)
            return ReportAnswer(
                events: events,
                requestedLogLevel: database.requestedLogLevel(of: report.node)
            )
        }
    }

    /// Gives a process the name of a node.
    public func register(
        _ instance: NodeInstance
    ) async throws(Rejection) -> NodeRegistration {
        try withDatabase { database, now throws(Rejection) in
            database.register(instance, at: now)
        }
    }

    /// Takes the name of a process back.
    public func unregister(_ instance: NodeInstance) async {
        state.withLock { $0.database.unregister(instance) }
    }

    /// Asks live gateways to log at `level`.
    public func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        try withDatabase { database, now throws(Rejection) in
            try database.requestLogLevel(level, of: node, at: now)
        }
    }

    /// The gateways that live, and who has sockets on each.
    public func gateways() async throws(Rejection) -> [GatewayPresence] {
        try withDatabase { database, now throws(Rejection) in database.gateways(at: now) }
    }
}
