import BilletsStore
import Logging

extension Demonstration {
    /// Does to the database in a file, which has been migrated, what the policy says, and closes it again.
    ///
    /// - Throws: a `Complaint` if the policy forbids it, or a `Rejection` if the database cannot be opened or written.
    static func apply(
        _ policy: DemonstrationPolicy,
        toDatabaseAt path: String,
        logger: Logger
    ) async throws {
        guard policy.isAdded || policy.closedHost != nil else { return }
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(
                try await Demonstration(tickets: store, accounts: store).apply(policy)
            )
        } catch {
            outcome = .failure(error)
        }
        await store.close()
        try outcome.get()
    }
}
