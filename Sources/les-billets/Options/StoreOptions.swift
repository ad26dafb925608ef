import ArgumentParser
import Billets
import BilletsStore
import BilletsWire
import ServiceLifecycle

/// The store whose accounts and keys a command works on.
struct StoreOptions: ParsableArguments {
    /// The store.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    /// The database file.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    @OptionGroup var trust: StoreTrustOptions

    /// Opens the store, calls `body` with its accounts, and closes it; `makesDatabase` makes the default database if
    /// that is meant and does not exist.
    func use<Output: Sendable>(
        _ settings: Settings,
        makesDatabase: Bool = false,
        _ body: @Sendable (any AccountStore) async throws -> Output
    ) async throws -> Output {
        // The message becomes the one sentence of an error.
        let logger = ProcessLog(.text, level: .critical).logger
        let address = try StoreChoice(store: store, database: database).address(settings)
        if case .sqlite(let path) = address {
            if makesDatabase { try StandardDatabase.make(path, settings, logger: logger) }
            try DatabasePath.requirePresent(path, settings)
        }
        let connection = try StoreConnection.open(
            address,
            trust: trust,
            settings: settings,
            logger: logger
        )
        return try await withThrowingTaskGroup { group in
            group.addTask { try await connection.service.run() }
            defer { group.cancelAll() }
            do {
                return try await body(connection.accounts)
            } catch let rejection as Rejection where rejection.code == .unavailable {
                throw Complaint("\(rejection.message) The store is \(address).")
            }
        }
    }

    /// A complaint that there is no account that logs in with `email`.
    func noAccount(_ email: String, _ settings: Settings) throws -> Complaint {
        let address = try StoreChoice(store: store, database: database).address(settings)
        return Complaint(
            "There is no account for \(email): `les-billets user list --store \(address)` lists all accounts."
        )
    }
}
