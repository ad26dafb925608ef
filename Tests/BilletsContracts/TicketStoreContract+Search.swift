import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Finding texts.
    static let searches: [StoreCheck] = [
        StoreCheck("Searches find what the corpus says, as titles and as descriptions") { store in
            let cases = try SearchCase.all()
            try #require(cases.count >= 60)
            var tickets: [String: [Ticket]] = [:]
            for text in Set(cases.map(\.text)).sorted() {
                for draft in [
                    TicketDraft(title: text), TicketDraft(title: "·", description: text),
                ] {
                    let ticket = try await store.accept(.create(draft), by: .ada).ticket
                    tickets[text, default: []].append(try #require(ticket))
                }
            }
            // The empty query is the board's alone.
            for example in cases where !example.query.isEmpty {
                let search = try TicketSearch(example.query)
                let found = try await all(TicketQuery(search: search), store)
                for ticket in tickets[example.text] ?? []
                where example.query != "\(ticket.number)" {
                    #expect(found.contains(ticket.id) == example.matches, "\(example)")
                }
                let expected = tickets.values.joined().filter(search.finds).map(\.id)
                #expect(found == Set(expected), "\(example.query)")
            }
        },
        StoreCheck("A search goes with every other filter, in every order") { store in
            for number in 1...30 {
                let title = number.isMultiple(of: 3) ? "Straße \(number)" : "Weg \(number)"
                let draft = TicketDraft(
                    title: title,
                    status: number.isMultiple(of: 2) ? .open : .closed
                )
                try await store.accept(.create(draft), by: .ada)
            }
            for text in ["strasse", "ss", "e", "strasse 2", "e 1", "12"] {
                let search = try TicketSearch(text)
                for field in TicketOrder.Field.allCases {
                    var query = TicketQuery(statuses: [.open], search: search)
                    query.order = TicketOrder(field, isDescending: true)
                    let page = try await store.tickets.tickets(query).tickets
                    let expected = try await store.tickets.snapshot().tickets.filter(query.selects)
                    #expect(!expected.isEmpty)
                    #expect(Set(page.map(\.id)) == Set(expected.map(\.id)), "\(text)")
                    let places = page.map(query.order.place(of:))
                    #expect(zip(places, places.dropFirst()).allSatisfy(query.order.isInOrder))
                }
            }
        },
        StoreCheck(
            "A title in which nothing can be seen is refused, in new tickets and in old ones"
        ) { store in
            let ticket = try await store.create(by: .ada)
            for title in [
                "\u{200B}", "\u{2060} \u{FEFF}", "\u{3164}", "\u{2800}", "\u{202E}\u{202C}",
            ] {
                let creation = TicketCommand.create(TicketDraft(title: title))
                #expect(try await store.refusal(of: creation, by: .ada).code == .invalidMessage)
                let update = TicketCommand.update(ticket.id, version: 1, TicketEdit(title: title))
                #expect(try await store.refusal(of: update, by: .ada).code == .invalidMessage)
            }
            let reordered = "a\u{202E}b\u{202C}"
            #expect(try await store.create(reordered, by: .ada).title == reordered)
        },
    ]

    /// The ids of all that `query` selects.
    private static func all(
        _ query: TicketQuery,
        _ store: StoreUnderTest
    ) async throws -> Set<TicketID> {
        var query = query
        query.limit = TicketQuery.limitMaximum
        var found: Set<TicketID> = []
        while true {
            let page = try await store.tickets.tickets(query)
            found.formUnion(page.tickets.map(\.id))
            guard let next = page.next else { return found }
            query.after = next
        }
    }
}
