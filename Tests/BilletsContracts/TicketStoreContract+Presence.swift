import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Gateways, and locks whose holders are gone.
    static let presence: [StoreCheck] = [
        StoreCheck("A lock ends when its holder's last socket has been gone for the grace period") {
            store in
            let id = try await lockedTicket(in: store, on: "a")
            #expect(try await store.report("a", departed: [.ada]) == [])
            try await pass(grace - .milliseconds(1), "a", in: store)
            store.clock.advance(by: .milliseconds(1))
            let events = try await store.report("a")
            #expect(events.map(\.change) == [.unlocked(id, .disconnected)])
            #expect(events.map(\.by) == [nil])
            #expect(try await store.ticket(id).lock == nil)
            #expect(try await store.report("a") == [])
        },
        StoreCheck("A holder who comes back in time keeps the lock") { store in
            let id = try await lockedTicket(in: store, on: "a")
            _ = try await store.report("a", departed: [.ada])
            try await pass(.seconds(10), "a", in: store)
            _ = try await store.report("b", arrived: [.ada], isComplete: true)
            try await pass(.seconds(30), "a", "b", in: store)
            #expect(try await store.ticket(id).lock?.holder == .ada)
        },
        StoreCheck("A holder who has a socket on another gateway keeps the lock") { store in
            let id = try await lockedTicket(in: store, on: "a")
            _ = try await store.report("b", arrived: [.ada], isComplete: true)
            _ = try await store.report("a", departed: [.ada])
            try await pass(.seconds(30), "a", "b", in: store)
            #expect(try await store.ticket(id).lock?.holder == .ada)
        },
        StoreCheck("A gateway that falls silent is dead, and its sockets are closed") { store in
            let id = try await lockedTicket(in: store, on: "a")
            _ = try await store.report("b", isComplete: true)
            try await pass(PresenceReport.silenceMaximum, "b", in: store)
            #expect(try await store.ticket(id).lock?.holder == .ada)
            let events = try await pass(grace, "b", in: store)
            #expect(events.map(\.change) == [.unlocked(id, .disconnected)])
        },
        StoreCheck("A gateway that lives keeps the locks of those who are there") { store in
            let id = try await lockedTicket(in: store, on: "a")
            #expect(try await pass(.seconds(60), "a", in: store) == [])
            #expect(try await store.ticket(id).lock?.holder == .ada)
        },
        StoreCheck("A complete report takes the place of all that the gateway had said") { store in
            let id = try await lockedTicket(in: store, on: "a")
            #expect(try await store.report("a", arrived: [.grace], isComplete: true) == [])
            let events = try await pass(grace, "a", in: store)
            #expect(events.map(\.change) == [.unlocked(id, .disconnected)])
        },
        StoreCheck("A lock taken after its holder left lives as long as its lease") { store in
            let ticket = try await store.create(by: .ada)
            _ = try await store.report("a", arrived: [.ada], isComplete: true)
            _ = try await store.report("a", departed: [.ada])
            store.clock.advance(by: .milliseconds(1))
            try await store.accept(.lock(ticket.id), by: .ada)
            #expect(try await pass(.seconds(60), "a", in: store) == [])
            #expect(try await store.ticket(ticket.id).lock?.holder == .ada)
        },
        StoreCheck("Who came and went between two reports has left") { store in
            let ticket = try await store.create(by: .ada)
            _ = try await store.report("a", isComplete: true)
            try await store.accept(.lock(ticket.id), by: .ada)
            _ = try await store.report("a", departed: [.ada])
            let events = try await pass(grace, "a", in: store)
            #expect(events.map(\.change) == [.unlocked(ticket.id, .disconnected)])
        },
        StoreCheck("A report of differences is refused when nobody knows what they differ from") {
            store in
            let refusal = await #expect(throws: Rejection.self) { try await store.report("a") }
            #expect(refusal?.code == .unavailable)
            _ = try await store.report("a", isComplete: true)
            _ = try await store.report("b", isComplete: true)
            try await pass(PresenceReport.silenceMaximum, "b", in: store)
            let later = await #expect(throws: Rejection.self) { try await store.report("a") }
            #expect(later?.code == .unavailable)
            _ = try await store.report("a", isComplete: true)
            _ = try await store.report("a")
        },
        StoreCheck("The gateways that live are told, and who is there") { store in
            #expect(try await store.tickets.gateways() == [])
            let start = store.clock.now
            _ = try await store.report("b", arrived: [.ada, .grace], isComplete: true)
            _ = try await store.report("a", isComplete: true)
            let both = try await store.tickets.gateways()
            #expect(both.map(\.node) == ["a", "b"])
            #expect(both.map { Set($0.users) } == [[], [User.ada.id, User.grace.id]])
            #expect(both.map(\.heardAt) == [start, start])
            _ = try await store.report("b", departed: [.ada])
            try await pass(PresenceReport.silenceMaximum, "b", in: store)
            let living = try await store.tickets.gateways()
            #expect(living.map(\.node) == ["b"])
            #expect(living.map(\.users) == [[User.grace.id]])
        },
        StoreCheck("However many gateways look after a lock, it ends once") { store in
            let id = try await lockedTicket(in: store, on: "gateway 0")
            store.clock.advance(by: .seconds(120))
            let endings = try await withThrowingTaskGroup { group in
                for turn in 0..<10 {
                    let report = PresenceReport(
                        node: "gateway \(turn)",
                        arrived: [],
                        departed: [],
                        isComplete: true
                    )
                    group.addTask { try await store.way(turn).maintain(report).events }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(try endings.map { try $0.decoded().change } == [.unlocked(id, .expired)])
            #expect(try await store.tickets.snapshot().cursor == endings.first?.cursor)
        },
    ]

    private static let grace = LeasePolicy().disconnectGrace

    /// A ticket whose lock Ada holds, who has a socket on `node`.
    private static func lockedTicket(
        in store: StoreUnderTest,
        on node: String
    ) async throws -> TicketID {
        let ticket = try await store.create(by: .ada)
        _ = try await store.report(node, arrived: [.ada], isComplete: true)
        try await store.accept(.lock(ticket.id), by: .ada)
        return ticket.id
    }

    /// Time passes, in which the gateways `nodes` report as often as they should.
    @discardableResult
    private static func pass(
        _ duration: Duration,
        _ nodes: String...,
        in store: StoreUnderTest
    ) async throws -> [TicketEvent] {
        let end = store.clock.now.adding(duration)
        var events: [TicketEvent] = []
        while store.clock.now < end {
            let left = end.millisecondsSinceEpoch - store.clock.now.millisecondsSinceEpoch
            store.clock.advance(by: min(PresenceReport.intervalMaximum, .milliseconds(left)))
            for node in nodes { events += try await store.report(node) }
        }
        return events
    }
}
