import Billets
import BilletsWire
import GRDB
import Testing

@testable import BilletsStore

@Suite struct CommitterTests {
    @Test("A command that the database refuses fails alone among those it waits with")
    func badCommandFailsAlone() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try folder.sql(
            """
            CREATE TRIGGER poison BEFORE INSERT ON tickets WHEN NEW.title = 'poison'
            BEGIN SELECT RAISE(ABORT, 'poison'); END
            """
        )
        let titles = (1...60).map { $0 == 23 || $0 == 24 ? "poison" : "Ticket \($0)" }
        // Held, so that they all wait together.
        let lock = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try lock.acquire()
        let commands = titles.map { Agent().creating($0) }
        let answers = await Agent()
            .answers(to: commands, in: store) { lock.release() }
        let refused = answers.indices.filter { answers[$0].rejection != nil }
        #expect(refused == [22, 23])
        let snapshot = try await store.snapshot()
        #expect(snapshot.tickets.map(\.title) == titles.filter { $0 != "poison" })
        #expect(snapshot.cursor.revision == Revision(58))
        await store.close()
    }

    @Test("A command that has waited for too long is refused, and not carried out any more")
    func refusesWhenLate() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.commandWaitMaximum = .zero
        let store = try folder.openStore(bounds: bounds)
        let answers = await Agent().answers(
            to: (1...3).map { Agent().creating("\($0)") },
            in: store
        )
        #expect(answers.map(\.rejection?.code) == [.unavailable, .unavailable, .unavailable])
        #expect(try await store.snapshot().tickets.isEmpty)
        await store.close()
    }

    @Test("A command is refused at once when too many wait, and those that wait are carried out")
    func refusesWhenFull() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.waitingCommandsMaximum = 5
        bounds.writerLockWaitMaximum = .seconds(60)
        let store = try folder.openStore(bounds: bounds)
        let lock = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try lock.acquire()
        let (answers, continuation) = AsyncStream.makeStream(
            of: Result<Acceptance, Rejection>.self
        )
        // One to five of them may have left the queue for the transaction that waits for the lock.
        for _ in 1...11 { store.submit(Agent().creating()) { continuation.yield($0) } }
        var refused: [Rejection] = []
        var accepted = 0
        for await answer in answers {
            switch answer {
            case .success: accepted += 1
            case .failure(let rejection): refused.append(rejection)
            }
            // The first answer must be a refusal, for nothing can be committed yet.
            if refused.count == 1, accepted == 0 { lock.release() }
            if refused.count + accepted == 11 { break }
        }
        #expect(accepted >= 5)
        #expect(!refused.isEmpty)
        #expect(refused.allSatisfy { $0.code == .unavailable })
        #expect(try await store.snapshot().tickets.count == accepted)
        await store.close()
    }

    @Test("When the disk is full nothing is half done, and the store goes on when it has room")
    func survivesAFullDisk() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let agent = Agent()
        try await agent.create(in: store)
        try await store.database.write { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        let story = String(repeating: "x", count: 16_000)
        let large = (1...40).map { agent.creating("Large \($0)", description: story) }
        let answers = await agent.answers(to: large, in: store)
        let refused = answers.compactMap(\.rejection)
        #expect(!refused.isEmpty)
        #expect(refused.allSatisfy { $0.code == .unavailable && $0.message.contains("full") })
        let accepted = answers.count - refused.count
        let snapshot = try await store.snapshot()
        #expect(snapshot.tickets.count == accepted + 1)
        #expect(snapshot.cursor.revision == Revision(Int64(accepted) + 1))

        try await store.database.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        let again = await agent.answers(to: large, in: store)
        #expect(again.allSatisfy { $0.rejection == nil })
        let events = try await store.events(after: .none, limit: 1_000).events
        #expect(events.map(\.cursor.revision.number) == Array(1...Int64(accepted + 41)))
        await store.close()
    }

    @Test("Commands are refused while another process keeps writing, and accepted afterwards")
    func waitsForOthersWithinBounds() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        bounds.writerLockWaitMaximum = .milliseconds(10)
        let store = try folder.openStore(bounds: bounds)
        let lock = try WriterLock(ofDatabaseAt: folder.database, waitMaximum: .seconds(60))
        try lock.acquire()
        for _ in 1...3 {
            let rejection = await store.execute(Agent().creating()).rejection
            #expect(rejection?.code == .unavailable)
        }
        lock.release()
        // The wait that was given up may still be taking the lock, to give it back at once.
        var accepted: Acceptance?
        while accepted == nil { accepted = try? await store.execute(Agent().creating()).get() }
        #expect(accepted?.revision == Revision(1))
        await store.close()
        try lock.acquire()
    }

    @Test("What waits when the store is closed is carried out and answered")
    func closesInOrder() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let answered = await withTaskGroup { group in
            for _ in 1...50 { store.submit(Agent().creating()) { _ in } }
            group.addTask { await store.execute(Agent().creating()).rejection == nil }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answered == 1)
        for _ in 1...50 { store.submit(Agent().creating()) { _ in } }
        await store.close()
        let reopened = try folder.openStore()
        #expect(try await reopened.snapshot().tickets.count == 101)
        await reopened.close()
    }
}
