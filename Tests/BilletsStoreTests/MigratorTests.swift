import Billets
import Foundation
import GRDB
import Subprocess
import Testing

@testable import BilletsStore

@Suite struct MigratorTests {
    private static let hasShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

    @Test(
        "The sqlite3 shell and the migrator make the same database",
        .enabled(if: hasShell, "sqlite3 is not installed")
    )
    func makesTheSameDatabase() async throws {
        let loop = try TemporaryFolder()
        let migrator = try TemporaryFolder()
        try await runLoop(on: loop.database)
        try migrator.migrate()
        let schema = try await shell(".schema", on: loop.database)
        #expect(schema.contains("CREATE TABLE tickets"))
        #expect(try await shell(".schema", on: migrator.database) == schema)
        for pragma in ["application_id", "user_version", "journal_mode"] {
            let value = try await shell("PRAGMA \(pragma)", on: loop.database)
            #expect(try await shell("PRAGMA \(pragma)", on: migrator.database) == value)
        }
    }

    @Test(
        "The sqlite3 shell changes nothing when it runs the files again",
        .enabled(if: hasShell, "sqlite3 is not installed")
    )
    func loopIsHarmless() async throws {
        let folder = try TemporaryFolder()
        try await runLoop(on: folder.database)
        let store = try folder.openStore()
        try await Agent().create(in: store)
        await store.close()
        let dump = try await shell(".dump", on: folder.database)
        try await runLoop(on: folder.database)
        #expect(try await shell(".dump", on: folder.database) == dump)
    }

    @Test(
        "A database that the sqlite3 shell made is taken over",
        .enabled(if: hasShell, "sqlite3 is not installed")
    )
    func takesOver() async throws {
        let folder = try TemporaryFolder()
        try await runLoop(on: folder.database)
        let identity = try folder.sql("SELECT database_id FROM installation")
        let migrator = try Migrator(
            folder: TemporaryFolder.migrations,
            logger: TemporaryFolder.logger
        )
        #expect(try migrator.migrate(folder.database) == [])
        #expect(try folder.sql("SELECT database_id FROM installation") == identity)
        let unrecorded = "SELECT count(*) FROM migrations WHERE checksum IS NULL"
        #expect(try folder.sql(unrecorded) == ["0"])
    }

    @Test("The migrator tells what it ran, and changes nothing the second time")
    func runsOnce() throws {
        let folder = try TemporaryFolder()
        let migrator = try Migrator(
            folder: TemporaryFolder.migrations,
            logger: TemporaryFolder.logger
        )
        #expect(try migrator.migrate(folder.database).first == "0001_tickets.sql")
        let recorded = "SELECT name || checksum || applied_at FROM migrations"
        let before = try folder.sql(recorded)
        #expect(try migrator.migrate(folder.database) == [])
        #expect(try folder.sql(recorded) == before)
    }

    @Test("The program knows the version that the migrations make")
    func knowsTheVersion() throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        #expect(try folder.sql("PRAGMA user_version") == ["\(Schema.version)"])
        #expect(try folder.sql("PRAGMA application_id") == ["\(Schema.applicationID)"])
    }

    @Test("A database of ours may be read by this user alone")
    func isPrivate() throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.database)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A migration that was changed, or is gone, after it had been run is refused")
    func refusesChanges() throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let name = "0001_tickets.sql"
        let migrations = try FileManager.default.contentsOfDirectory(
            atPath: TemporaryFolder.migrations
        )
        for other in migrations where other.hasSuffix(".sql") {
            try FileManager.default.copyItem(
                atPath: TemporaryFolder.migrations + "/" + other,
                toPath: folder.path + "/" + other
            )
        }
        let file = folder.path + "/" + name
        try "SELECT 1;".write(toFile: file, atomically: true, encoding: .utf8)
        let changed = try Migrator(folder: folder.path, logger: TemporaryFolder.logger)
        let refusal = #expect(throws: Rejection.self) { try changed.migrate(folder.database) }
        #expect(refusal == DatabaseProblem.changedMigration(name).rejection())

        try FileManager.default.moveItem(atPath: file, toPath: folder.path + "/0000_other.sql")
        let gone = try Migrator(folder: folder.path, logger: TemporaryFolder.logger)
        let second = #expect(throws: Rejection.self) { try gone.migrate(folder.database) }
        #expect(second == DatabaseProblem.unknownMigration(name).rejection())
    }

    @Test("A migration that fails leaves the database as it was")
    func failsAsAWhole() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/0001_bad.sql"
        try "BEGIN; CREATE TABLE half (a); CREATE TABLE half (a); COMMIT;"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let migrator = try Migrator(folder: folder.path, logger: TemporaryFolder.logger)
        let refusal = #expect(throws: Rejection.self) { try migrator.migrate(folder.database) }
        #expect(
            refusal?.message == DatabaseProblem.failedMigration("0001_bad.sql").rejection().message
        )
        #expect(try folder.sql("SELECT name FROM sqlite_schema") == [])
        try folder.migrate()
    }

    @Test("A folder without migrations is refused")
    func refusesEmptyFolders() throws {
        let folder = try TemporaryFolder()
        for path in [folder.path, folder.path + "/nowhere"] {
            let refusal = #expect(throws: Rejection.self) {
                try Migrator(folder: path, logger: TemporaryFolder.logger)
            }
            #expect(refusal?.code == .unavailable)
        }
    }

    private func runLoop(on path: String) async throws {
        let loop = #"for f in "$1"/*.sql; do sqlite3 "$2" < "$f" || exit 1; done"#
        let result = try await run(
            .name("bash"),
            arguments: ["-c", loop, "loop", TemporaryFolder.migrations, path],
            output: .discarded,
            error: .string(limit: 10_000)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    private func shell(_ command: String, on path: String) async throws -> String {
        let result = try await run(
            .name("sqlite3"),
            arguments: [path, command],
            output: .string(limit: 1_000_000)
        )
        return result.standardOutput
    }
}
