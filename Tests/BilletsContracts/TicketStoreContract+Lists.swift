import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Finding tickets, and what happened to them.
    static let lists: [StoreCheck] = [
        StoreCheck(
            "Every list, walked page by page, has each ticket that it selects once, in order"
        ) {
            store in
            var generator = SystemRandomNumberGenerator()
            let people = [try await store.add("Ada"), try await store.add("Grace")]
            for number in 1...40 {
                let draft = TicketDraft(
                    title: ["Hoover is too loud", "Printer prints", "Hose leaks"][number % 3],
                    description: number % 2 == 0 ? "Third floor, room \(number)." : "",
                    status: .allCases.randomElement(using: &generator) ?? .open,
                    priority: .allCases.randomElement(using: &generator) ?? .low,
                    assignee: (people + [nil]).randomElement(using: &generator)??.id
                )
                try await store.accept(.create(draft), by: .ada)
                if number % 4 == 0 { store.clock.advance(by: .seconds(1)) }
            }
            let all = try await store.tickets.snapshot().tickets
            for query in queries(of: people[0].id) {
                let walked = try await walk(query, store)
                let expected = all.filter(query.selects)
                    .sorted {
                        query.order.isInOrder(query.order.place(of: $0), query.order.place(of: $1))
                    }
                #expect(walked.map(\.number) == expected.map(\.number), "\(query)")
                #expect(walked == expected)
            }
        },
        StoreCheck("A list says at which revision it was read") { store in
            let page = try await store.tickets.tickets(TicketQuery())
            #expect(page.latest.revision == .none)
            #expect(page.tickets == [] && page.next == nil)
            _ = try await store.create(by: .ada)
            let later = try await store.tickets.tickets(TicketQuery())
            #expect(later.latest == (try await store.tickets.snapshot().cursor))
            #expect(later.tickets.count == 1)
        },
        StoreCheck("Words are found as they stand after every change") { store in
            let ticket = try await store.create("Hoover is too loud", by: .ada)
            func found(_ text: String) async throws -> Bool {
                let query = TicketQuery(search: try TicketSearch(text))
                return try await store.tickets.tickets(query).tickets.map(\.id) == [ticket.id]
            }
            for text in ["hoov LOUD", "oover", "#1", "1", " "] {
                #expect(try await found(text), "\(text)")
            }
            for text in [
                "hoover quiet", "-", "#2", "\"hoover", "hoover OR x", "*", "NEAR(h", "\u{0}",
                "h\u{0}",
            ] {
                #expect(try await !found(text), "\(text)")
            }
            let edit = TicketEdit(title: "Broom", description: "Sweeps")
            try await store.accept(.update(ticket.id, version: 1, edit), by: .ada)
            #expect(try await !found("hoover"))
            #expect(try await found("swe broom"))
            try await store.accept(.lock(ticket.id), by: .ada)
            #expect(try await found("broom"))
        },
        StoreCheck("One ticket is read as it stands, with its lock") { store in
            let ticket = try await store.create(by: .ada)
            #expect(try await store.tickets.ticket(ticket.id) == ticket)
            try await store.accept(.lock(ticket.id), by: .grace)
            #expect(try await store.tickets.ticket(ticket.id)?.lock?.holder == .grace)
            #expect(try await store.tickets.ticket(.random()) == nil)
        },
        StoreCheck("What happened to a ticket is told the newest first, page by page") { store in
            let ticket = try await store.create(by: .ada)
            _ = try await store.create("Another", by: .ada)
            try await store.accept(.lock(ticket.id), by: .ada)
            try await store.accept(
                .update(ticket.id, version: 1, TicketEdit(status: .closed)),
                by: .ada
            )
            let id = ticket.id
            let whole = try #require(
                try await store.tickets.history(of: id, before: nil, limit: 10)
            )
            #expect(whole.events.map(\.cursor.revision.number) == [4, 3, 1])
            #expect(!whole.hasMore)
            #expect(try whole.events.last?.decoded().change == .created(ticket))
            let first = try await store.tickets.history(of: id, before: nil, limit: 2)
            #expect(first?.events == Array(whole.events.prefix(2)))
            #expect(first?.hasMore == true)
            let second = try await store.tickets.history(of: id, before: Revision(3), limit: 2)
            #expect(second?.events == Array(whole.events.suffix(1)))
            #expect(second?.hasMore == false)
            #expect(try await store.tickets.history(of: .random(), before: nil, limit: 2) == nil)
        },
        StoreCheck("An administrator takes a lock away, and the event says so") { store in
            let ticket = try await store.create(by: .ada)
            let free = try await store.refusal(of: .forceUnlock(ticket.id), by: .grace)
            #expect(free.code == .notLocked)
            try await store.accept(.lock(ticket.id), by: .ada)
            try await store.accept(.forceUnlock(ticket.id), by: .grace)
            let last = try #require(try await store.history().last)
            #expect(last.by == .grace)
            #expect(last.change == .unlocked(ticket.id, .forced))
            #expect(try await store.ticket(ticket.id).lock == nil)
        },
    ]

    private static func queries(of user: UserID) -> [TicketQuery] {
        var queries: [TicketQuery] = []
        for field in TicketOrder.Field.allCases {
            for isDescending in [false, true] {
                let order = TicketOrder(field, isDescending: isDescending)
                queries += [
                    TicketQuery(order: order, limit: 7),
                    TicketQuery(statuses: [.open, .closed], order: order, limit: 3),
                    TicketQuery(priorities: [.urgent], assignee: .nobody, order: order, limit: 1),
                    TicketQuery(assignee: .user(user), order: order, limit: 5),
                    TicketQuery(search: .terms(["ho", "floor"]), order: order, limit: 4),
                    TicketQuery(
                        statuses: [.blocked],
                        search: .terms(["pr"]),
                        order: order,
                        limit: 200
                    ),
                ]
            }
        }
        return queries
    }

    private static func walk(_ query: TicketQuery, _ store: StoreUnderTest) async throws -> [Ticket]
    {
        var query = query
        var tickets: [Ticket] = []
        for turn in 0..<100 {
            let page = try await store.way(turn).tickets(query)
            #expect(page.tickets.count <= query.limit)
            tickets += page.tickets
            guard let next = page.next else { return tickets }
            query.after = next
        }
        Issue.record("The list has no end: \(query)")
        return tickets
    }
}
