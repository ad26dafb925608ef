import Billets
import BilletsStore
import BilletsWire
import Logging

/// A database that is restored again and again, as the product sees it.
enum RestoredDatabase {
    /// What is in it.
    struct State: Sendable {
        /// Its history.
        let epoch: Epoch

        /// The titles of all tickets.
        let titles: [String]

        /// How many of them were added after the last restore that was complete.
        var added: Int { titles.count { $0.hasPrefix("Round ") } }
    }

    /// Adds a ticket.
    ///
    /// - Returns: the history that it is in.
    static func add(_ title: String, to path: String) async throws -> Epoch {
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let request = CommandRequest(
            user: User(id: .random(), name: "Ada"),
            requestID: nil,
            command: .create(TicketDraft(title: title))
        )
        _ = try await store.execute(request).get()
        let epoch = try await store.identity().epoch
        await store.close()
        return epoch
    }

    /// What is in it.
    static func state(of path: String) async throws -> State {
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let state = State(
            epoch: try await store.identity().epoch,
            titles: try await store.snapshot().tickets.map(\.title)
        )
        await store.close()
        return state
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
