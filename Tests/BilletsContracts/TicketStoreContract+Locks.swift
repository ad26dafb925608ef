import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// Taking locks, giving them back, and time.
    static let locks: [StoreCheck] = [
        StoreCheck("Who holds the lock may change the ticket, and nobody else") { store in
            let ticket = try await store.create(by: .ada)
            let acceptance = try await store.accept(.lock(ticket.id), by: .ada)
            #expect(acceptance.ticket == nil)
            let held = try await store.ticket(ticket.id)
            let edit = TicketEdit(title: "New")
            for command in [.lock(ticket.id), .update(ticket.id, version: 1, edit)]
                as [TicketCommand]
            {
                let refusal = try await store.refusal(of: command, by: .grace)
                #expect(refusal.code == .locked)
                #expect(refusal.ticket == held)
            }
            try await store.accept(.update(ticket.id, version: 1, edit), by: .ada)
            #expect(try await store.ticket(ticket.id).lock == held.lock)
        },
        StoreCheck("A lock lasts as long as the policy says, and changes nothing else") { store in
            let ticket = try await store.create(by: .ada)
            store.clock.advance(by: .seconds(5))
            let now = store.clock.now
            try await store.accept(.lock(ticket.id), by: .grace)
            let leases = try await store.tickets.identity().leases
            var expected = ticket
            expected.lock = TicketLock(
                holder: .grace,
                since: now,
                expiresAt: now.adding(leases.leaseDuration)
            )
            #expect(try await store.ticket(ticket.id) == expected)
        },
        StoreCheck("A renewal keeps the beginning of a lock and moves its end") { store in
            let ticket = try await store.create(by: .ada)
            try await store.accept(.lock(ticket.id), by: .ada)
            let first = try #require(try await store.ticket(ticket.id).lock)
            store.clock.advance(by: .seconds(60))
            try await store.accept(.lock(ticket.id), by: .ada)
            let second = try #require(try await store.ticket(ticket.id).lock)
            #expect(second.since == first.since)
            #expect(second.expiresAt == first.expiresAt.adding(.seconds(60)))
        },
        StoreCheck("A lock is given back by its holder, and by nobody else") { store in
            let ticket = try await store.create(by: .ada)
            let unlock = TicketCommand.unlock(ticket.id)
            #expect(try await store.refusal(of: unlock, by: .ada).code == .notLocked)
            try await store.accept(.lock(ticket.id), by: .ada)
            #expect(try await store.refusal(of: unlock, by: .grace).code == .notLocked)
            let acceptance = try await store.accept(unlock, by: .ada)
            #expect(acceptance.ticket == nil)
            #expect(try await store.ticket(ticket.id) == ticket)
            #expect(try await store.history().last?.change == .unlocked(ticket.id, .released))
            try await store.accept(.lock(ticket.id), by: .grace)
        },
        StoreCheck("A lock that has run out hinders nobody, and its end is told first") { store in
            let ticket = try await store.create(by: .ada)
            try await store.accept(.lock(ticket.id), by: .ada)
            let leases = try await store.tickets.identity().leases
            store.clock.advance(by: leases.leaseDuration)
            #expect(
                try await store.refusal(of: .unlock(ticket.id), by: .ada).code == .notLocked
            )
            let acceptance = try await store.accept(.lock(ticket.id), by: .grace)
            let lock = try #require(try await store.ticket(ticket.id).lock)
            let events = try acceptance.events.map { try $0.decoded() }
            #expect(acceptance.revision == Revision(4))
            #expect(events.map(\.revision) == [Revision(3), Revision(4)])
            #expect(
                events.map(\.change)
                    == [.unlocked(ticket.id, .expired), .locked(ticket.id, lock)]
            )
            #expect(events.map(\.by) == [nil, .grace])
        },
        StoreCheck("A lock ends when its time has run out, and not a millisecond before") { store in
            let ticket = try await store.create(by: .ada)
            _ = try await store.report("a", isComplete: true)
            try await store.accept(.lock(ticket.id), by: .ada)
            let leases = try await store.tickets.identity().leases
            store.clock.advance(by: leases.leaseDuration - .milliseconds(1))
            #expect(try await store.report("a", isComplete: true) == [])
            store.clock.advance(by: .milliseconds(1))
            let events = try await store.report("a")
            #expect(events.map(\.change) == [.unlocked(ticket.id, .expired)])
            #expect(events.map(\.by) == [nil])
            #expect(try await store.ticket(ticket.id) == ticket)
            #expect(try await store.report("a") == [])
        },
    ]
}
