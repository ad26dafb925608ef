import Billets
import BilletsWire
import Foundation
import GRDB
import Testing

@testable import BilletsStore

@Suite struct RestorePlanTests {
    private func plan(_ backup: String, _ folder: borrowing TemporaryFolder) throws -> RestorePlan {
        try DatabaseRestore(
            migrations: TemporaryFolder.migrations,
            logger: TemporaryFolder.logger
        )
        .plan(backup, into: folder.database)
    }

    @Test
    func `A plan counts the changes that a restore would lose, in one history and in another`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let agent = Agent()
        try await agent.create("Kept", in: store)
        let backup = try folder.backup()
        for _ in 1...3 { try await agent.create("Lost", in: store) }
        let first = try plan(backup, folder)
        #expect(first.backup.tickets == 1)
        #expect(first.newestChangeAt != nil)
        #expect(abs(first.writtenAt.milliseconds(since: WallClock.system.now())) < 3_600_000)
        guard case .sound(let present, 3) = first.present else {
            Issue.record("\(first.present)")
            return
        }
        #expect(
            present
                == DatabaseSummary(
                    tickets: 4,
                    cursor: try await store.snapshot().cursor,
                    bytes: present.bytes
                )
        )
        let restoration = try folder.restore(backup)
        // Another history now, which has the first change too.
        for _ in 1...2 { try await agent.create("New", in: store) }
        let kept = try #require(restoration.keptAt)
        for copy in [backup, kept] {
            let present = try plan(copy, folder).present
            guard case .sound(_, 2) = present else {
                Issue.record("\(present)")
                continue
            }
        }
        #expect(try await store.snapshot().tickets.count == 3)
        await store.close()
    }

    @Test func `What a restore replaces is kept beside it, up to the last change`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create("Kept", in: store)
        let backup = try folder.backup()
        var kept: Set<String> = []
        for round in 1...3 {
            for _ in 1...round { try await Agent().create("Lost", in: store) }
            let path = try #require(try folder.restore(backup).keptAt)
            let queue = try DatabaseQueue(path: path)
            let count = try await queue.read {
                try Int64.fetchOne($0, sql: "SELECT count(*) FROM tickets")
            }
            #expect(count == Int64(round + 1))
            kept.insert(path)
        }
        #expect(kept.count == 3)
        await store.close()
        let back = try #require(kept.sorted().last)
        _ = try folder.restore(back)
        #expect(try folder.sql("SELECT count(*) FROM tickets") == ["4"])
    }

    @Test func `A damaged database is kept as it is, and a plan says that it is damaged or lost`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        for _ in 1...100 { try await Agent().create(in: store) }
        let backup = try folder.backup()
        await store.close()
        try folder.damage()
        let damaged = try Data(contentsOf: URL(filePath: folder.database))
        switch try plan(backup, folder).present {
        case .sound, .damaged: break
        case .absent: Issue.record("It is there.")
        }
        let kept = try #require(try folder.restore(backup).keptAt)
        #expect(try Data(contentsOf: URL(filePath: kept)).count == damaged.count)
        #expect(try folder.sql("PRAGMA integrity_check") == ["ok"])
    }

    @Test func `A database that cannot even be opened is to be moved away, and stays as it is`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create(in: store)
        let backup = try folder.backup()
        await store.close()
        let file = try FileHandle(forUpdating: URL(filePath: folder.database))
        // The root of the schema is in the first page, behind the header of the file.
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 3_000))
        try file.close()
        let damaged = try Data(contentsOf: URL(filePath: folder.database))
        let refusal = #expect(throws: Rejection.self) { try folder.restore(backup) }
        let problem = DatabaseProblem.beyondReplacing(folder.database)
        #expect(refusal?.message == problem.rejection().message)
        #expect(try Data(contentsOf: URL(filePath: folder.database)) == damaged)
    }

    @Test func `Where there is no database, nothing is lost and nothing is kept`() async throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        try other.migrate()
        let backup = try other.backup()
        #expect(try plan(backup, folder).present == .absent)
        #expect(try folder.names == [])
        #expect(try folder.restore(backup).keptAt == nil)
        #expect(try folder.names.filter { $0.contains("replaced") } == [])
    }
}
