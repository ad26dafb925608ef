import Billets
import Foundation
import GRDB
import Testing

@testable import BilletsStore

extension TemporaryFolder {
    /// The names of all files in it.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    /// Makes the database with the first migrations only, as a program did that was older.
    func migrate(upTo version: Int) throws {
        let migrations = try Migration.all(in: Self.migrations).prefix(version)
        let old = path + "/old-migrations"
        try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
        for migration in migrations {
            try migration.sql.write(
                toFile: old + "/" + migration.name,
                atomically: true,
                encoding: .utf8
            )
        }
        try Migrator(folder: old, logger: Self.logger).migrate(database)
        try FileManager.default.removeItem(atPath: old)
    }

    /// Overwrites the first page of the events, and the last page, of the database, which nobody has open.
    func damage() throws {
        let root = try sql("SELECT rootpage FROM sqlite_schema WHERE name = 'events'")
        let page = try #require(root.first.flatMap(UInt64.init))
        let file = try FileHandle(forUpdating: URL(filePath: database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: (page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try file.seek(toOffset: size - 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try file.close()
    }
}

extension TemporaryFolder {
    /// A backup of the database.
    func backup() throws -> String {
        let path = path + "/backup-\(UUID()).db"
        _ = try DatabaseBackup(of: database).write(to: path, replacing: false)
        return path
    }

    /// Restores a backup into the database, or into another.
    func restore(
        _ backup: String,
        into other: String? = nil,
        accounts: RestoredAccounts = .present
    ) throws -> Restoration {
        try DatabaseRestore(migrations: Self.migrations, logger: Self.logger)
            .restore(backup, into: other ?? database, accounts: accounts)
    }
}
