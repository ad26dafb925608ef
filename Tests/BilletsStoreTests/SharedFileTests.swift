import Billets
import BilletsContracts
import BilletsWire
import Glibc
import Testing

@testable import BilletsStore

@Suite struct SharedFileTests {
    @Test("Two processes write one file, and no revision is missing or given twice")
    func twoProcesses() async throws {
        let folder = try TemporaryFolder()
        // The other process goes by the machine's clock.
        let store = try folder.openStore(clock: HandClock(WallClock.system.now()))
        let database = folder.database
        async let exit = #expect(processExitsWith: .success) {
            [path = database as String] in
            let other = try SQLiteStore.open(.file(path), logger: TemporaryFolder.logger)
            for round in 1...10 {
                let commands = (1...30).map { Agent().creating("Other \(round) \($0)") }
                for answer in await Agent().answers(to: commands, in: other) {
                    _ = try answer.get()
                }
            }
            await other.close()
        }
        var mine = 0
        repeat {
            let commands = (1...20).map { Agent().creating("Mine \($0)") }
            for answer in await Agent().answers(to: commands, in: store) { _ = try answer.get() }
            mine += commands.count
        } while try await store.snapshot().tickets.count < mine + 300
        _ = await exit
        let snapshot = try await store.snapshot()
        #expect(snapshot.tickets.map(\.number) == Array(1...Int64(mine + 300)))
        var board = Board(cursor: Cursor(epoch: snapshot.cursor.epoch, revision: .none))
        for event in try await store.events(after: .none, limit: 10_000).events {
            try board.apply(try event.decoded())
        }
        let isSame = board == Board(cursor: snapshot.cursor, tickets: snapshot.tickets)
        #expect(isSame, "the events make another board than the snapshot")
        await store.close()
        #expect(try folder.sql("PRAGMA integrity_check") == ["ok"])
    }

    @Test("A process that is killed while it holds the writer lock holds nobody up")
    func killedProcess() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let database = folder.database
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = database as String] in
            let other = try SQLiteStore.open(.file(path), logger: TemporaryFolder.logger)
            _ = try await other.execute(Agent().creating("Kept")).get()
            let lock = try WriterLock(ofDatabaseAt: path, waitMaximum: .seconds(60))
            try lock.acquire()
            kill(getpid(), SIGKILL)
        }
        try await Agent().create("After", in: store)
        #expect(try await store.snapshot().tickets.map(\.title) == ["Kept", "After"])
        await store.close()
    }
}
