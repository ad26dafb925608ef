import BilletsStore
import Logging

extension Demonstration {
    /// Adds users and tickets to the database in a file, which has been migrated, and closes it again.
    ///
    /// - Throws: a `Rejection` if the database cannot be opened or written.
    static func add(toDatabaseAt path: String, logger: Logger) async throws {
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await Demonstration(tickets: store, accounts: store).add())
        } catch {
            outcome = .failure(error)
        }
        await store.close()
        try outcome.get()
    }
}
