import Billets
import BilletsContracts
import BilletsWire
import Testing

@testable import BilletsStore

/// Locks that were granted under another `--lock-seconds` than the present one.
@Suite struct ChangedLeaseTests {
    private static let long = LeasePolicy(leaseDuration: .seconds(600))
    private static let short = LeasePolicy(leaseDuration: .seconds(60))

    @Test func `A lock whose holder left later ends in time under a shorter lease`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let agent = Agent()
        let first = try folder.openStore(leases: Self.long, clock: clock)
        try await report(arrived: [agent.user.id], to: first)
        let ticket = try await lock(by: agent, in: first)
        clock.advance(by: .seconds(5))
        try await report(departed: [agent.user.id], to: first)
        await first.close()

        let second = try folder.openStore(leases: Self.short, clock: clock)
        clock.advance(by: Self.short.disconnectGrace)
        try await report(to: second)
        #expect(try await second.ticket(ticket)?.lock == nil)
        await second.close()
    }

    @Test func `A lock whose holder had left lives out its lease under a longer one`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let agent = Agent()
        let first = try folder.openStore(leases: Self.short, clock: clock)
        try await report(arrived: [agent.user.id], to: first)
        try await report(departed: [agent.user.id], to: first)
        clock.advance(by: .seconds(5))
        let ticket = try await lock(by: agent, in: first)
        await first.close()

        let second = try folder.openStore(leases: Self.long, clock: clock)
        clock.advance(by: Self.long.disconnectGrace)
        try await report(to: second)
        #expect(try await second.ticket(ticket)?.lock != nil)
        clock.advance(by: Self.short.leaseDuration)
        try await report(to: second)
        #expect(try await second.ticket(ticket)?.lock == nil)
        await second.close()
    }

    @Test func `A lock whose event is forgotten is of the oldest event at the latest`() async throws
    {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let agent = Agent()
        let store = try folder.openStore(retention: Retention(eventsMaximum: 2), clock: clock)
        try await report(arrived: [agent.user.id], to: store)
        let ticket = try await lock(by: agent, in: store)
        clock.advance(by: .seconds(1))
        for _ in 1...4 { try await agent.create(in: store) }
        clock.advance(by: .seconds(1))
        try await report(departed: [agent.user.id], to: store)
        clock.advance(by: LeasePolicy().disconnectGrace)
        try await report(to: store)
        #expect(try await store.ticket(ticket)?.lock == nil)
        await store.close()
    }

    private func lock(by agent: Agent, in store: SQLiteStore) async throws -> TicketID {
        let ticket = try await agent.create(in: store)
        let lock = CommandRequest(user: agent.user, requestID: nil, command: .lock(ticket.id))
        _ = try await store.execute(lock).get()
        return ticket.id
    }

    private func report(
        arrived: [UserID] = [],
        departed: [UserID] = [],
        to store: SQLiteStore
    ) async throws {
        let report = PresenceReport(
            node: "a",
            arrived: arrived,
            departed: departed,
            isComplete: !arrived.isEmpty
        )
        _ = try await store.maintain(report)
    }
}
