import Billets
import BilletsContracts
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct MaintenanceTests {
    @Test("A quiet gateway leaves the disk alone between its heartbeats")
    func idles() async throws {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let store = try folder.openStore(clock: clock)
        let agent = Agent()
        let present = [agent.user.id]
        let first = PresenceReport(node: "a", arrived: present, departed: [], isComplete: true)
        let quiet = PresenceReport(node: "a", arrived: [], departed: [], isComplete: false)
        _ = try await store.maintain(first)
        let written = try logBytes(folder.database)
        for report in [first, quiet, quiet] {
            clock.advance(by: .milliseconds(900))
            #expect(try await store.maintain(report).events == [])
        }
        #expect(try logBytes(folder.database) == written)
        clock.advance(by: .milliseconds(300))
        _ = try await store.maintain(quiet)
        #expect(try logBytes(folder.database) > written)
        await store.close()
    }

    @Test("Events beyond the number that is kept are forgotten, the oldest first")
    func forgetsByCount() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore(retention: Retention(eventsMaximum: 10))
        let agent = Agent()
        let once = agent.creating("Once", requestID: .random())
        _ = try await store.execute(once).get()
        for _ in 1...30 { try await agent.create(in: store) }
        let page = try await store.events(after: Revision(21), limit: 100)
        #expect(page.oldestRetained == Revision(22))
        #expect(page.events.count == 10)
        #expect(try await store.events(after: Revision(20), limit: 100).events == [])
        #expect(try await store.execute(once).get().revision == Revision(32))
        await store.close()
    }

    @Test("Events beyond the age at which they are kept are forgotten, but for the newest")
    func forgetsByAge() async throws {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let retention = Retention(
            eventAgeMaximum: .seconds(100),
            revocationAgeMaximum: .seconds(100)
        )
        let store = try folder.openStore(retention: retention, clock: clock)
        for _ in 1...5 {
            try await Agent().create(in: store)
            clock.advance(by: .seconds(30))
        }
        try await store.revoke(.random())
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        _ = try await store.maintain(report)
        #expect(try await store.events(after: .none, limit: 1).oldestRetained == Revision(3))
        #expect(try await store.revocations(after: 0).count == 1)
        clock.advance(by: .seconds(1000))
        _ = try await store.maintain(report)
        let page = try await store.events(after: Revision(4), limit: 9)
        #expect(page.oldestRetained == Revision(5))
        #expect(page.events.map(\.cursor.revision) == [Revision(5)])
        #expect(try await store.revocations(after: 0) == [])
        try await store.revoke(.random())
        #expect(try await store.revocations(after: 0).map(\.number) == [2])
        #expect(try await store.execute(Agent().creating()).get().revision == Revision(6))
        await store.close()
    }

    @Test func `An API token is kept for some time after its end, so that no fast clock loses it`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let store = try folder.openStore(clock: clock)
        let owner = User(id: .random(), name: "Ada")
        try await store.add(
            Account(
                user: owner,
                email: "ada@example.org",
                role: .agent,
                passwordHash: "none"
            )
        )
        let digest = [UInt8](repeating: 7, count: 32)
        let start = clock.now
        try await store.add(
            APIToken(
                id: .random(),
                owner: owner.id,
                name: "script",
                digest: digest,
                createdAt: start,
                expiresAt: start.adding(.seconds(60))
            )
        )
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        clock.advance(by: Maintenance.endedTokenAgeMaximum)
        _ = try await store.maintain(report)
        #expect(try await store.tokens(of: owner.id) == [])
        #expect(try await store.holder(ofTokenWithDigest: digest) == nil)
        clock.advance(by: .zero - Maintenance.endedTokenAgeMaximum)
        #expect(try await store.holder(ofTokenWithDigest: digest) != nil)
        clock.advance(by: Maintenance.endedTokenAgeMaximum + .seconds(60))
        _ = try await store.maintain(report)
        #expect(try folder.sql("SELECT count(*) FROM api_tokens") == ["0"])
        await store.close()
    }

    @Test("Revocations are told in pages, whatever they are of, and none is left out")
    func pagesOfRevocations() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let rows = 2 * Revocation.pageMaximum + 1
        try folder.sql(
            """
            INSERT INTO revocations (at, session_id, user_id)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
            SELECT 1, iif(i % 2, printf('00000000-0000-4000-8000-%012d', i), NULL),
                iif(i % 2, NULL, printf('00000000-0000-4000-8000-%012d', i))
            FROM n
            """
        )
        var last: Int64 = 0
        var counts: [Int] = []
        while let end = try await store.revocations(after: last).last?.number {
            counts.append(try await store.revocations(after: last).count)
            last = end
        }
        #expect(counts == [Revocation.pageMaximum, Revocation.pageMaximum, 1])
        #expect(last == Int64(rows))
        await store.close()
    }

    @Test("A great surplus is forgotten bite by bite")
    func forgetsInBites() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.forgottenEventsMaximum = 4
        let store = try folder.openStore(bounds: bounds)
        for _ in 1...20 { try await Agent().create(in: store) }
        await store.close()
        let strict = try folder.openStore(
            retention: Retention(eventsMaximum: 5),
            bounds: bounds
        )
        var oldest: [Int64] = []
        for _ in 1...5 {
            let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
            _ = try await strict.maintain(report)
            oldest.append(try await strict.events(after: .none, limit: 1).oldestRetained.number)
        }
        #expect(oldest == [5, 9, 13, 16, 16])
        await strict.close()
    }

    @Test("Many locks that ran out at once end in bites, and each once")
    func expiresInBites() async throws {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        var bounds = StoreBounds()
        bounds.expiriesMaximum = 3
        let store = try folder.openStore(bounds: bounds, clock: clock)
        let agent = Agent()
        for _ in 1...7 {
            let ticket = try await agent.create(in: store)
            let lock = CommandRequest(user: agent.user, requestID: nil, command: .lock(ticket.id))
            _ = try await store.execute(lock).get()
        }
        clock.advance(by: .seconds(120))
        var ended: [Int] = []
        for _ in 1...4 {
            let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
            ended.append(try await store.maintain(report).events.count)
        }
        #expect(ended == [3, 3, 1, 0])
        #expect(try await store.snapshot().tickets.allSatisfy { $0.lock == nil })
        await store.close()
    }

    private func logBytes(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "-wal")
        return try #require(attributes[.size] as? Int)
    }
}
