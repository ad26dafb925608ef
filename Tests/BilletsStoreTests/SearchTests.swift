import Billets
import BilletsContracts
import BilletsWire
import Testing

@testable import BilletsStore

/// What only a real index can promise.
@Suite struct SearchTests {
    private static let ada = User(id: .random(), name: "Ada")

    private func create(_ title: String, in store: SQLiteStore) async throws {
        let draft = TicketDraft(title: title)
        _ = try await store.execute(
            CommandRequest(user: Self.ada, requestID: nil, command: .create(draft))
        ).get()
    }

    private func titles(_ text: String, in store: SQLiteStore) async throws -> [String] {
        let query = TicketQuery(search: try TicketSearch(text), order: TicketOrder(.number))
        return try await store.tickets(query).tickets.map(\.title)
    }

    private func update(_ ticket: Ticket, _ edit: TicketEdit, in store: SQLiteStore) async throws
        -> Ticket
    {
        let command = TicketCommand.update(ticket.id, version: ticket.version, edit)
        let request = CommandRequest(user: Self.ada, requestID: nil, command: command)
        return try #require(try await store.execute(request).get().ticket)
    }

    @Test("Accents and case do not matter")
    func accents() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await create("École d'été", in: store)
        for text in ["ecole", "ÉCOLE", "ete", "École ÉTÉ"] {
            #expect(try await titles(text, in: store) == ["École d'été"], "\(text)")
        }
        #expect(try await titles("ecoles", in: store) == [])
        await store.close()
    }

    @Test(
        "Words that an update took away are found no more, those that it left are, and new ones too"
    )
    func updates() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let hoover = try await Agent().create("Hoover is too loud", in: store)
        let loudBroom = TicketEdit(title: "Broom is too loud")
        let broom = try await update(hoover, loudBroom, in: store)
        #expect(try await titles("hoover", in: store) == [])
        #expect(try await titles("loud", in: store) == ["Broom is too loud"])
        // Neither a change of something else nor the same words again count them twice.
        let closed = try await update(broom, TicketEdit(status: .closed), in: store)
        _ = try await update(closed, loudBroom, in: store)
        _ = try folder.sql("INSERT INTO ticket_words (ticket_words) VALUES ('integrity-check')")
        #expect(try await titles("broom", in: store) == ["Broom is too loud"])
        await store.close()
    }

    @Test("Tickets of an old database are found")
    func oldTickets() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await create("Broom is silent", in: store)
        _ = try folder.sql("DELETE FROM ticket_words")
        await store.close()
        // As an old database has it: the second migration is run again, and fills the index, and those after it.
        _ = try folder.sql("DELETE FROM migrations WHERE name >= '0002'")
        let again = try folder.openStore()
        #expect(try await titles("broom", in: again) == ["Broom is silent"])
        await again.close()
    }

    @Test("The first page of every order comes from an index, without sorting all tickets")
    func plans() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        for field in TicketOrder.Field.allCases {
            for isDescending in [false, true] {
                var query = TicketQuery(order: TicketOrder(field, isDescending: isDescending))
                query.after = TicketPlace(key: 1, number: 1)
                let sql = TicketListing(query).sql.replacing("?", with: "1")
                let steps = try folder.plan("SELECT * FROM tickets \(sql)")
                #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(sql): \(steps)")
            }
        }
    }

    @Test("What has ended is forgotten, and an idle cluster leaves the disk alone")
    func maintenance() async throws {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let store = try folder.openStore(clock: clock)
        let attempt = ThrottledAttempt(
            subject: "x",
            throttle: Throttle(burst: 1, interval: .seconds(60))
        )
        _ = try await store.admit([attempt])
        #expect(try folder.sql("SELECT count(*) FROM throttles") == ["1"])
        clock.advance(by: .seconds(61))
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        _ = try await store.maintain(report)
        #expect(try folder.sql("SELECT count(*) FROM throttles") == ["0"])
        await store.close()
    }
}
