import Billets
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct OpeningTests {
    @Test("A database that is not there is answered with how to make it")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(of: folder.database) == .missing(folder.database))
        #expect(!FileManager.default.fileExists(atPath: folder.database))
        let rejection = DatabaseProblem.missing("tickets.db").rejection()
        #expect(rejection.code == .unavailable)
        #expect(rejection.message.contains("les-billets migrate --database tickets.db"))
    }

    @Test("A path whose folder does not exist is answered with that folder")
    func folderMissing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/nowhere/tickets.db"
        #expect(refusal(of: path) == .folderMissing(folder.path + "/nowhere"))
        let migrator = try Migrator(
            folder: TemporaryFolder.migrations,
            logger: TemporaryFolder.logger
        )
        #expect(throws: Rejection.self) { try migrator.migrate(path) }
    }

    @Test("A folder is no database")
    func isFolder() throws {
        let folder = try TemporaryFolder()
        #expect(refusal(of: folder.path) == .folder(folder.path))
    }

    @Test("A database without tables, or with too few, must be migrated first")
    func notMigrated() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.database))
        #expect(refusal(of: folder.database) == .notMigrated(folder.database))
        try folder.sql("PRAGMA application_id = \(Schema.applicationID)")
        #expect(refusal(of: folder.database) == .notMigrated(folder.database))
        try folder.migrate()
        #expect(refusal(of: folder.database) == nil)
    }

    @Test("A database of another program is left alone")
    func foreign() throws {
        let folder = try TemporaryFolder()
        try folder.sql("CREATE TABLE recipes (name TEXT)")
        #expect(refusal(of: folder.database) == .foreign(folder.database))
        #expect(throws: Rejection.self) { try folder.migrate() }
        #expect(try folder.sql("SELECT name FROM sqlite_schema") == ["recipes"])
        #expect(try folder.sql("PRAGMA journal_mode") == ["delete"])
    }

    @Test("A database of a newer program is left alone")
    func newer() throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let version = Schema.version + 1
        try folder.sql("PRAGMA user_version = \(version)")
        #expect(refusal(of: folder.database) == .newer(folder.database, version: version))
        #expect(throws: Rejection.self) { try folder.migrate() }
        #expect(try folder.sql("PRAGMA user_version") == ["\(version)"])
    }

    @Test("A file of another kind is left alone")
    func notDatabase() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "Dear diary, today … ", count: 100)
        try text.write(toFile: folder.database, atomically: true, encoding: .utf8)
        #expect(refusal(of: folder.database) == .notDatabase(folder.database))
        #expect(throws: Rejection.self) { try folder.migrate() }
        #expect(try String(contentsOfFile: folder.database, encoding: .utf8) == text)
    }

    @Test("A database that is damaged is answered with a sentence")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        for _ in 1...50 { try await Agent().create(in: store) }
        await store.close()
        let file = try #require(FileHandle(forUpdatingAtPath: folder.database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: Int(size) - 4096))
        try file.close()
        let rejection: Rejection?
        do {
            let store = try folder.openStore()
            rejection = await #expect(throws: Rejection.self) { try await store.snapshot() }
            await store.close()
        } catch let error as Rejection {
            rejection = error
        }
        #expect(rejection?.code == .unavailable)
        #expect(rejection?.message.contains("damaged") == true)
    }

    @Test(
        "A database that this user may not write is answered with that",
        .enabled(if: getuid() != 0, "the superuser may write everything")
    )
    func noPermission() throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o400],
            ofItemAtPath: folder.database
        )
        #expect(refusal(of: folder.database) == .noPermission(folder.database))
    }

    @Test("A database is one and the same under a symbolic link")
    func symbolicLink() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder.database
        )
        let other = try SQLiteStore.open(.file(link), logger: TemporaryFolder.logger)
        try await Agent().create(in: store)
        #expect(try await other.snapshot() == store.snapshot())
        #expect(!FileManager.default.fileExists(atPath: link + "-writer.lock"))
        await store.close()
        await other.close()
    }

    @Test("What was written is there when the file is opened again, in one piece")
    func reopens() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.openStore()
        let intent = Agent().creating("Once", requestID: .random())
        let acceptance = try await first.execute(intent).get()
        let before = try await (
            first.identity(), first.snapshot(), first.events(after: .none, limit: 9)
        )
        await first.close()
        #expect(!FileManager.default.fileExists(atPath: folder.database + "-wal"))

        let second = try folder.openStore()
        let after = try await (
            second.identity(), second.snapshot(), second.events(after: .none, limit: 9)
        )
        #expect(before == after)
        let again = try await second.execute(intent).get()
        #expect(again.revision == acceptance.revision)
        #expect(again.ticket == acceptance.ticket)
        await second.close()
    }

    @Test("A store that was closed says so")
    func closed() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        await store.close()
        await store.close()
        #expect(await store.execute(Agent().creating()).rejection?.code == .unavailable)
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        for read in [
            { _ = try await store.snapshot() }, { _ = try await store.maintain(report) },
            { _ = try await store.accounts() }, { try await store.revoke(.random()) },
        ] as [() async throws -> Void] {
            let rejection = await #expect(throws: Rejection.self) { try await read() }
            #expect(rejection?.code == .unavailable)
        }
    }

    /// Why the database at `path` cannot be opened; nil if it can, or for a reason without a name.
    private func refusal(of path: String) -> DatabaseProblem? {
        do {
            _ = try SQLiteStore.open(.file(path), logger: TemporaryFolder.logger)
            return nil
        } catch {
            let problems: [DatabaseProblem] = [
                .missing(path), .folder(path), .notMigrated(path), .foreign(path),
                .newer(path, version: Schema.version + 1), .notDatabase(path), .noPermission(path),
                .folderMissing(
                    String(
                        path.split(separator: "/").dropLast()
                            .map { "/" + $0 }.joined()
                    )
                ),
            ]
            return problems.first { $0.rejection().message == error.message }
        }
    }
}
