import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Events and snapshots.
    static let history: [StoreCheck] = [
        StoreCheck("A database has a name, a history and two keys, and keeps them") { store in
            let identity = try await store.tickets.identity()
            #expect(identity.wireKey.count == 32)
            #expect(identity.databaseID.description != identity.epoch.description)
            for way in store.others + [store.tickets] {
                #expect(try await way.identity() == identity)
            }
        },
        StoreCheck("An empty history stands before its first revision") { store in
            let epoch = try await store.tickets.identity().epoch
            let start = Cursor(epoch: epoch, revision: .none)
            let page = try await store.tickets.events(after: .none, limit: 10)
            #expect(page == EventPage(latest: start, oldestRetained: Revision(1), events: []))
            let snapshot = try await store.tickets.snapshot()
            #expect(snapshot == Snapshot(cursor: start, tickets: []))
        },
        StoreCheck("What a command answers is what the history keeps") { store in
            let ticket = try await store.create(by: .ada)
            store.clock.advance(by: .seconds(1))
            let edit = TicketEdit(priority: .high)
            let commands: [TicketCommand] = [
                .lock(ticket.id), .update(ticket.id, version: 1, edit), .unlock(ticket.id),
            ]
            var answered: [WireEvent] = []
            for command in commands {
                answered += try await store.accept(command, by: .ada).events
            }
            let page = try await store.tickets.events(after: Revision(1), limit: 10)
            #expect(page.events == answered)
            #expect(page.latest == answered.last?.cursor)
            let events = try page.events.map { try $0.decoded() }
            #expect(events.map(\.revision) == [Revision(2), Revision(3), Revision(4)])
            #expect(events.allSatisfy { $0.at == store.clock.now && $0.by == .ada })
        },
        StoreCheck("The history is read in pages, in order and without a gap") { store in
            for number in 1...7 { _ = try await store.create("Ticket \(number)", by: .ada) }
            var seen = Revision.none
            var sizes: [Int] = []
            while true {
                let page = try await store.tickets.events(after: seen, limit: 3)
                #expect(page.latest.revision == Revision(7))
                #expect(page.oldestRetained == Revision(1))
                guard let last = page.events.last else { break }
                sizes.append(page.events.count)
                #expect(page.events.first?.cursor.revision == seen.next)
                seen = last.cursor.revision
            }
            #expect(sizes == [3, 3, 1])
            #expect(seen == Revision(7))
            #expect(try await store.tickets.events(after: Revision(99), limit: 3).events == [])
            #expect(try await store.tickets.events(after: .none, limit: 0).events == [])
        },
        StoreCheck("The history, applied to an empty board, makes the snapshot") { store in
            let ada = try await store.add("Ada")
            let first = try await store.create(by: .ada)
            let second = try await store.create("Second", by: .grace)
            try await store.accept(.lock(first.id), by: .ada)
            let edit = TicketEdit(title: "Changed", assignee: .user(ada.id))
            try await store.accept(.update(second.id, version: 1, edit), by: .ada)
            store.clock.advance(by: .seconds(200))
            _ = try await store.report("a", isComplete: true)
            try await store.accept(.lock(first.id), by: .grace)
            let snapshot = try await store.tickets.snapshot()
            var board = Board(cursor: Cursor(epoch: snapshot.cursor.epoch, revision: .none))
            for event in try await store.history() { try board.apply(event) }
            #expect(board == Board(cursor: snapshot.cursor, tickets: snapshot.tickets))
            #expect(snapshot.tickets.map(\.number) == [1, 2])
        },
    ]
}
