public import Billets
import BilletsWire
import GRDB
import Glibc
public import Logging

/// Brings a database to the present version with the files of the folder of migrations, and keeps
/// account of them.
///
/// The same files can be run with the sqlite3 shell; a database made that way is taken over here.
public struct Migrator: Sendable {
    private let migrations: [Migration]
    private let clock: WallClock
    private let logger: Logger

    /// A migrator with the files of `folder`.
    ///
    /// - Throws: `unavailable` if there are none.
    public init(folder: String, logger: Logger) throws(Rejection) {
        try self.init(folder: folder, clock: .system, logger: logger)
    }

    /// A migrator whose clock says when a migration was run.
    init(folder: String, clock: WallClock, logger: Logger) throws(Rejection) {
        migrations = try Migration.all(in: folder)
        self.clock = clock
        self.logger = logger
    }

    /// Brings the database at `path` to the present version, and makes it if there is none.
    ///
    /// It may be open elsewhere. Blocks until it is done, the preparation of its texts included (`TextPreparation`), during
    /// which others write between two transactions.
    ///
    /// - Returns: the names of the migrations that had not been run before.
    /// - Throws: `unavailable` if the database belongs to another program or to a newer one, if a
    ///   migration has changed since it was run, or if the database cannot be written.
    @discardableResult
    public func migrate(_ path: String) throws(Rejection) -> [String] {
        let file = try DatabaseFile(path: path)
        let (lock, content) = try file.lock { content throws(Rejection) in
            switch content {
            case .absent, .empty: break
            case .ours(let version) where version > Schema.version:
                throw DatabaseProblem.newer(path, version: version).rejection()
            case .ours: break
            case .foreign: throw DatabaseProblem.foreign(path).rejection()
            }
        }
        defer { lock.release() }
        if content == .absent { try file.create() }
        let opened = try HeldFile(at: file.path)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { database in
                // Not at every start: it reads all of the database, and nobody writes meanwhile.
                if try hasWork(in: database) {
                    try DatabaseExamination(path: path).checkPages(of: database, bytesMaximum: .max)
                }
                let names = try migrate(database)
                try prepareTexts(of: database, yielding: lock)
                try opened.check()
                try lock.file.check()
                return names
            }
        } catch let error as DatabaseError {
            throw file.rejection(of: error)
        } catch {
            throw Rejection(database: error)
        }
    }

    /// Prepares all texts, in transactions between which another process may have the lock.
    private func prepareTexts(of database: Database, yielding lock: WriterLock) throws {
        let preparation = TextPreparation(database: database)
        guard try preparation.isDue() else { return }
        let ticketsMaximum = StoreBounds().indexedTicketsMaximum
        var isDone = false
        while !isDone {
            try database.inTransaction(.immediate) {
                isDone = try preparation.perform(ticketsMaximum: ticketsMaximum)
                return .commit
            }
            lock.release()
            // A process that waits for the lock gets it before this one asks again.
            usleep(UInt32(TextPreparation.pauseMicroseconds))
            try lock.acquire()
        }
    }

    private func hasWork(in database: Database) throws -> Bool {
        let checksums = try recordedChecksums(in: database)
        return migrations.contains { checksums[$0.name] ?? nil == nil }
    }

    /// Brings a database that is open to the present version.
    func migrate(_ database: Database) throws -> [String] {
        let checksums = try recordedChecksums(in: database)
        for name in checksums.keys where !migrations.contains(where: { $0.name == name }) {
            throw DatabaseProblem.unknownMigration(name).rejection()
        }
        for migration in migrations {
            let checksum = checksums[migration.name] ?? nil
            guard checksum == nil || checksum == migration.checksum else {
                throw DatabaseProblem.changedMigration(migration.name).rejection()
            }
        }
        for migration in migrations where checksums[migration.name] ?? nil == nil {
            try run(migration, in: database)
        }
        return migrations.map(\.name).filter { checksums[$0] == nil }
    }

    private func run(_ migration: Migration, in database: Database) throws {
        do {
            try database.execute(sql: migration.sql)
        } catch {
            if database.isInsideTransaction { try database.rollback() }
            // A full or failing disk is not the migration's fault.
            let disk: [ResultCode] = [
                .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_READONLY,
            ]
            if let code = (error as? DatabaseError)?.resultCode, disk.contains(code) { throw error }
            throw DatabaseProblem.failedMigration(migration.name)
                .rejection(cause: String(describing: error))
        }
        try database.execute(
            sql: """
                INSERT INTO migrations (name, checksum, applied_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum
                """,
            arguments: [
                migration.name, migration.checksum, clock.now().millisecondsSinceEpoch,
            ]
        )
        logger.info("ran a migration", metadata: ["migration": "\(migration.name)"])
    }

    /// The checksums by name; nil for a file that the sqlite3 shell ran.
    private func recordedChecksums(in database: Database) throws -> [String: String?] {
        guard try database.tableExists("migrations") else { return [:] }
        let rows = try Row.fetchAll(database, sql: "SELECT name, checksum FROM migrations")
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (
                    try row.decode(String.self, atIndex: 0),
                    try row.decode(String?.self, atIndex: 1)
                )
            }
        )
    }
}
