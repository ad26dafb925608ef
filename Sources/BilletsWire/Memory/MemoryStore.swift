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
                    retainedEventsMaximum: retainedEventsMaximum
                )
            )
        )
    }

    /// From now on everything fails with `unavailable`, or nothing any more.
    public func setUnavailable(_ isUnavailable: Bool) {
        state.withLock { $0.isUnavailable = isUnavailable }
    }

    private func withDatabase<Value>(
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
    public func submit(
        _ request: CommandRequest,
        answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void
    ) {
        do {
            let acceptance = try withDatabase { database, now throws(Rejection) in
                try database.carryOut(request, at: now)
            }
            answer(.success(acceptance))
        } catch {
            answer(.failure(error))
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

    /// Takes in who has sockets where, and ends the locks whose time has come.
    public func maintain(_ report: PresenceReport) async throws(Rejection) -> [WireEvent] {
        try withDatabase { database, now throws(Rejection) in
            try database.maintain(report, at: now)
        }
    }
}

extension MemoryStore: AccountStore {
    /// The account that logs in with `email`, in whatever case.
    public func account(email: String) async throws(Rejection) -> Account? {
        try withDatabase { database, _ throws(Rejection) in
            database.book.account(email: email)
        }
    }

    /// All accounts, by e-mail.
    public func accounts() async throws(Rejection) -> [Account] {
        try withDatabase { database, _ throws(Rejection) in database.book.all }
    }

    /// Adds an account.
    public func add(_ account: Account) async throws(Rejection) {
        try withDatabase { database, _ throws(Rejection) in try database.book.add(account) }
    }

    /// Changes the account that logs in with `email`.
    public func edit(email: String, _ edit: AccountEdit) async throws(Rejection) {
        try withDatabase { database, now throws(Rejection) in
            try database.book.edit(email: email, edit, at: now)
        }
    }

    /// Ends sessions.
    public func revoke(_ scope: Revocation.Scope) async throws(Rejection) {
        try withDatabase { database, now throws(Rejection) in
            database.book.revoke(scope, at: now)
        }
    }

    /// The revocations after `number`, in order.
    public func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try withDatabase { database, _ throws(Rejection) in
            database.book.revocations.filter { $0.number > number }
        }
    }
}
