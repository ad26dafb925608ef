import Billets
import BilletsContracts
import BilletsWire
import GRDB
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
        let query = TicketQuery(
            search: try TicketSearch(text),
            order: TicketOrder(.number, isDescending: false)
        )
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
        "A search finds the same, whether few tickets or many have its terms",
        arguments: [0, 1, 2, 5_000]
    )
    func candidates(_ maximum: Int) async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.candidateTicketsMaximum = maximum
        let store = try folder.openStore(bounds: bounds)
        let all = ["プリンターが紙詰まり", "紙が詰まる", "Straße 12", "Room 2", "abcd bcde"]
        for title in all { try await create(title, in: store) }
        for (text, found) in [
            ("紙", [0, 1]), ("紙詰", [0]), ("プリンター 紙", [0]), ("詰ま", [0, 1]), ("strasse", [2]),
            ("ss", [2]),
            ("2", [1, 2, 3]), ("12", [2]), ("2 room", [3]), ("2 紙", [1]), ("#2", [1]), ("4", [3]),
            ("abcde", []), ("bcd", [4]), ("abcd", [4]), ("\"", []), ("紙 strasse", []),
            ("r", [2, 3]),
            ("ROOM strasse", []), ("m", [3]), ("まり", [0]), (" ", [0, 1, 2, 3, 4]), ("x", []),
        ] {
            #expect(try await titles(text, in: store) == found.map { all[$0] }, "\(text)")
        }
        await store.close()
    }

    @Test("Whoever writes texts, they are found after the next transaction of a store")
    func otherWriters() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.indexingPause = .zero
        let store = try folder.openStore(bounds: bounds)
        for title in ["Hoover", "Lamp", "Lift"] { try await create(title, in: store) }
        // As the sqlite3 shell does, and gateways of the version before during a rolling upgrade.
        try folder.sql("UPDATE tickets SET title = 'Broom' WHERE number = 1")
        try folder.sql(
            "DELETE FROM events WHERE ticket_id = (SELECT id FROM tickets WHERE number = 2)"
        )
        try folder.sql("DELETE FROM tickets WHERE number = 2")
        #expect(try folder.sql("SELECT number FROM unindexed_tickets") == ["1", "2"])
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        _ = try await store.maintain(report)
        #expect(try folder.sql("SELECT number FROM unindexed_tickets") == [])
        #expect(try folder.sql("SELECT number FROM ticket_texts ORDER BY number") == ["1", "3"])
        #expect(try await titles("hoover", in: store) == [])
        #expect(try await titles("broom", in: store) == ["Broom"])
        #expect(try await titles("l", in: store) == ["Lift"])
        try folder.checkIndex()
        await store.close()
    }

    @Test(
        "What commands leave unindexed is found by the next search of any process, and indexed by it"
    )
    func unindexed() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.indexingPause = .seconds(86_400)
        // A search needs several transactions.
        bounds.indexedTicketsMaximum = 2
        let store = try folder.openStore(bounds: bounds)
        let neighbour = try folder.openStore(bounds: bounds)
        try await create("The first one is indexed at once", in: store)
        let unindexed = "SELECT count(*) FROM unindexed_tickets"
        #expect(try folder.sql(unindexed) == ["0"])
        for round in 1...3 {
            for number in 1...5 { try await create("Lamp \(round)-\(number).", in: store) }
            #expect(try folder.sql(unindexed) == ["5"])
            #expect(try await titles("\(round)-4.", in: neighbour) == ["Lamp \(round)-4."])
            #expect(try folder.sql(unindexed) == ["0"])
        }
        try folder.checkIndex()
        await neighbour.close()
        await store.close()
    }

    @Test("A batch indexes what those before it have left, as soon as the pause is over")
    func pauses() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.indexingPause = .zero
        bounds.indexedTicketsMaximum = 2
        let store = try folder.openStore(bounds: bounds)
        try folder.sql("INSERT INTO unindexed_tickets (number) VALUES (91), (92), (93), (94)")
        var counts: [String] = []
        for number in 1...4 {
            try await create("Lamp \(number)", in: store)
            counts += try folder.sql("SELECT count(*) FROM unindexed_tickets")
        }
        #expect(counts == ["3", "2", "1", "0"])
        try folder.checkIndex()
        await store.close()
    }

    @Test("A change of anything but the texts leaves the index alone")
    func otherChanges() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let user = User(id: .random(), name: "Ada")
        try await store.add(
            Account(user: user, email: "ada@example.org", role: .agent, passwordHash: "none")
        )
        let hoover = try await Agent().create("Hoover", in: store)
        let index = "SELECT id || ' ' || hex(block) FROM ticket_trigrams_data"
        let before = try folder.sql(index)
        let edit = TicketEdit(
            title: "Hoover",
            status: .closed,
            priority: .urgent,
            assignee: .user(user.id)
        )
        let closed = try await update(hoover, edit, in: store)
        #expect(closed.assignee == user && closed.status == .closed)
        _ = try await store.execute(
            CommandRequest(user: Self.ada, requestID: nil, command: .lock(hoover.id))
        ).get()
        #expect(try folder.sql(index) == before)
        #expect(try folder.sql("SELECT number FROM unindexed_tickets") == [])
        // Only the normalisation changes, of which the form for searches keeps nothing.
        let decomposed = try await Agent().create("Cafe\u{301}", in: store)
        let composed = try await update(decomposed, TicketEdit(title: "Caf\u{E9}"), in: store)
        #expect(composed.title.utf8.elementsEqual("Caf\u{E9}".utf8))
        #expect(try folder.sql("SELECT title FROM tickets WHERE number = 2") == ["Caf\u{E9}"])
        try folder.checkIndex()
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
        try folder.checkIndex()
        #expect(try await titles("broom", in: store) == ["Broom is too loud"])
        await store.close()
    }

    @Test("Tickets of an old database are found, whoever migrates it", arguments: [false, true])
    func oldTickets(migratesWithShell: Bool) async throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 4)
        for number in 1...25 { try folder.addOldTicket(number, "Besen ß \(number)") }
        if migratesWithShell {
            try folder.migrateWithoutProgram()
            #expect(try folder.sql("SELECT count(*) FROM unindexed_tickets") == ["25"])
        } else {
            try folder.migrate()
            #expect(try folder.sql("SELECT count(*) FROM unindexed_tickets") == ["0"])
        }
        var bounds = StoreBounds()
        bounds.indexedTicketsMaximum = 4
        let store = try SQLiteStore.open(
            .file(folder.database),
            leases: .init(),
            retention: .init(),
            bounds: bounds,
            clock: nil,
            logger: TemporaryFolder.logger
        )
        #expect(try await titles("sen ss", in: store).count == 25)
        try folder.checkIndex()
        await store.close()
    }

    @Test("Indexing that was cut off goes on where it was")
    func resumes() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 4)
        for number in 1...10 { try folder.addOldTicket(number, "Broom \(number)") }
        try folder.migrateWithoutProgram()
        let queue = try DatabaseQueue(path: folder.database)
        let isDone = try await queue.write { database in
            try TextPreparation(database: database).perform(ticketsMaximum: 3)
        }
        #expect(!isDone)
        #expect(try folder.sql("SELECT count(*) FROM unindexed_tickets") == ["7"])
        try queue.close()
        let store = try folder.openStore()
        #expect(try await titles("room", in: store).count == 10)
        try folder.checkIndex()
        await store.close()
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
