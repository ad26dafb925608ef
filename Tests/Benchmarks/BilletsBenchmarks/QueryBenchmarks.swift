import Benchmark
import Billets
import BilletsStore
import BilletsWire

/// Questions to a store with two thousand tickets, one of which has a long history.
enum QueryBenchmarks {
    private static let boardTickets = 2_000
    private static let updates: Int64 = 200

    /// Names them.
    static func register() {
        ask("ticket") { store, ticket in try await store.ticket(ticket.id) != nil }
        ask("history page of 50") { store, ticket in
            try await store.history(of: ticket.id, before: nil, limit: 50)?.events.count == 50
        }
        ask("list of 50, last updated") { store, _ in
            try await store.tickets(TicketQuery()).tickets.count == 50
        }
        ask("search for two words") { store, _ in
            let search = try TicketSearch("print lobby")
            return try await !store.tickets(TicketQuery(search: search)).tickets.isEmpty
        }
        ask("search for a number") { store, _ in
            let search = try TicketSearch("#1000")
            return try await store.tickets(TicketQuery(search: search)).tickets.count == 1
        }
        ask("page of 1000 events") { store, _ in
            try await store.events(after: Revision(500), limit: 1_000).events.count == 1_000
        }
        ask("snapshot") { store, _ in
            try await store.snapshot().tickets.count == boardTickets
        }
    }

    /// Asks a `question` that says whether it was answered as it should be; it is given the ticket with a history.
    private static func ask(
        _ name: String,
        _ question: @escaping (SQLiteStore, Ticket) async throws -> Bool
    ) {
        let stage = StoreStage()
        var ticket: Ticket?
        Benchmark("query: \(name)") { benchmark in
            guard let ticket else { return }
            let store = try stage.store
            var isRight = true
            try await benchmark.measureWaiting {
                if try await !question(store, ticket) { isRight = false }
            }
            if !isRight { benchmark.error("\(benchmark.name) is answered wrongly") }
        } setup: {
            try stage.open()
            ticket = try fill(stage)
        } teardown: {
            try await stage.close()
        }
    }

    /// Fills the store.
    ///
    /// - Returns: the ticket with a history, as it was created.
    private static func fill(_ stage: StoreStage) throws -> Ticket? {
        var board = SampleBoard()
        let creations = (0..<boardTickets)
            .map { _ in
                CommandRequest(
                    user: board.agent(),
                    requestID: board.identifier(),
                    command: .create(board.draft())
                )
            }
        guard let ticket = try stage.carryOut(creations).compactMap(\.ticket).first else {
            return nil
        }
        let edits = (0..<updates)
            .map { round in
                let edit = TicketEdit(description: board.text(words: 25))
                return CommandRequest(
                    user: board.agents[0],
                    requestID: board.identifier(),
                    command: .update(ticket.id, version: ticket.version + round, edit)
                )
            }
        try stage.carryOut(edits)
        return ticket
    }
}
