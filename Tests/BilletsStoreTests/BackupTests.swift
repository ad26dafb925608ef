import Billets
import BilletsWire
import Foundation
import GRDB
import Testing

@testable import BilletsStore

@Suite struct BackupTests {
    @Test("A backup that is made while others write is the database at one moment")
    func whileWriting() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let story = String(repeating: "It is loud. ", count: 300)
        let agent = Agent()
        for _ in 1...20 { try await agent.create(in: store) }
        let path = folder.path + "/copy.db"
        let backup = DatabaseBackup(of: folder.database)
        let written = try await withThrowingTaskGroup(of: Void.self) { group in
            let hasEnded = Flag()
            group.addTask {
                while !hasEnded.isRaised {
                    let commands = (1...20).map { agent.creating("\($0)", description: story) }
                    for answer in await agent.answers(to: commands, in: store) {
                        _ = try answer.get()
                    }
                }
            }
            defer { hasEnded.raise() }
            var summaries: [DatabaseSummary] = []
            for _ in 1...5 {
                let summary = try backup.write(to: path, replacing: true)
                summaries.append(summary)
                // The writer goes on, however slow the machine is.
                while try await store.snapshot().cursor.revision <= summary.cursor.revision {
                    await Task.yield()
                }
            }
            return summaries
        }
        let revisions = written.map(\.cursor.revision)
        #expect(revisions == revisions.sorted())
        #expect(revisions[0] < revisions[4])
        let last = try #require(written.last)
        #expect(last.tickets == last.cursor.revision.number)
        #expect(last.cursor.epoch == (try await store.identity().epoch))
        await store.close()
        let queue = try DatabaseQueue(path: path)
        let titles = try await queue.read {
            try Int64.fetchOne($0, sql: "SELECT count(*) FROM tickets")
        }
        #expect(titles == last.tickets)
        #expect(try folder.names == ["copy.db", "tickets.db", "tickets.db-writer.lock"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect((attributes[.size] as? Int).map(Int64.init) == last.bytes)
    }

    @Test("A backup replaces no file unless it is told to, and never the database itself")
    func replacesNothing() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create(in: store)
        let backup = DatabaseBackup(of: folder.database)
        let path = folder.path + "/letter"
        try "Dear Ada".write(toFile: path, atomically: true, encoding: .utf8)
        let refusal = #expect(throws: Rejection.self) {
            try backup.write(to: path, replacing: false)
        }
        #expect(refusal == DatabaseProblem.backupExists(path).rejection())
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "Dear Ada")
        let link = folder.path + "/link"
        try FileManager.default.linkItem(atPath: folder.database, toPath: link)
        for path in [folder.database, folder.database + "-wal", link] {
            let refusal = #expect(throws: Rejection.self) {
                try backup.write(to: path, replacing: true)
            }
            #expect(refusal == DatabaseProblem.itself(path).rejection())
        }
        #expect(try backup.write(to: path, replacing: true).tickets == 1)
        #expect(try await store.snapshot().tickets.count == 1)
        await store.close()
    }

    @Test("What another process is just writing is not written by two")
    func oneAtATime() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let path = folder.path + "/copy.db"
        let staging = try StagingFile(path + ".partial")
        let backup = DatabaseBackup(of: folder.database)
        let refusal = #expect(throws: Rejection.self) {
            try backup.write(to: path, replacing: false)
        }
        #expect(refusal?.message == DatabaseProblem.beingMade(staging.path).rejection().message)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("What a backup that was killed left behind is in nobody's way")
    func leftovers() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let path = folder.path + "/copy.db"
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let left = path + ".partial" + suffix
            try "rubbish".write(toFile: left, atomically: true, encoding: .utf8)
        }
        let summary = try DatabaseBackup(of: folder.database).write(to: path, replacing: false)
        #expect(summary.tickets == 0)
        #expect(try folder.names == ["copy.db", "tickets.db", "tickets.db-writer.lock"])
    }

    @Test("A database that is damaged, foreign, empty or missing is not backed up")
    func badDatabases() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/copy.db"
        let backup = DatabaseBackup(of: folder.database)
        let refusal: () -> String? = {
            do throws(Rejection) {
                _ = try backup.write(to: path, replacing: false)
                return nil
            } catch {
                return error.message
            }
        }
        #expect(refusal() == DatabaseProblem.missing(folder.database).rejection().message)
        try Data().write(to: URL(filePath: folder.database))
        #expect(refusal() == DatabaseProblem.notMigrated(folder.database).rejection().message)
        try folder.sql("CREATE TABLE recipes (name TEXT)")
        #expect(refusal() == DatabaseProblem.foreign(folder.database).rejection().message)
        try FileManager.default.removeItem(atPath: folder.database)
        let store = try folder.openStore()
        for _ in 1...50 { try await Agent().create(in: store) }
        await store.close()
        try folder.sql("DELETE FROM events WHERE revision = 20")
        #expect(refusal() == DatabaseProblem.damaged(folder.database).rejection().message)
        try folder.sql("DELETE FROM events WHERE revision < 30")
        #expect(refusal() == nil)
        #expect(FileManager.default.fileExists(atPath: path))
        try FileManager.default.removeItem(atPath: path)
        try folder.damage()
        #expect(refusal() == DatabaseProblem.damaged(folder.database).rejection().message)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A database that waits for a migration can be backed up before")
    func olderVersion() throws {
        let folder = try TemporaryFolder()
        try folder.migrate(upTo: 1)
        let path = folder.path + "/copy.db"
        _ = try DatabaseBackup(of: folder.database).write(to: path, replacing: false)
        let restore = try DatabaseRestore(
            migrations: TemporaryFolder.migrations,
            logger: TemporaryFolder.logger
        )
        let restoration = try restore.restore(path, into: folder.path + "/new.db")
        #expect(restoration.migrations.count == Int(Schema.version) - 1)
    }
}
