public import Billets
import BilletsWire
import GRDB
public import Logging

/// Puts the content of a backup in the place of a database's, under a new epoch, while others have it open.
///
/// First a complete database is made of the backup, beside the present one: copied, examined, migrated, under its
/// new epoch. Then, under the writer lock, SQLite's backup copies all its pages into the present file as one
/// transaction. So whoever is killed at whatever moment leaves either the old database or the new one, and nobody ever
/// sees restored tickets under the old epoch.
public struct DatabaseRestore: Sendable {
    private let migrator: Migrator
    private let logger: Logger

    /// Restores that bring an older backup to the present version with the migrations of `folder`.
    ///
    /// - Throws: `unavailable` if there are none.
    public init(migrations folder: String, logger: Logger) throws(Rejection) {
        migrator = try Migrator(folder: folder, logger: logger)
        self.logger = logger
    }

    /// Restores the backup at `backup` into the database at `path`, and makes it if there is none.
    ///
    /// Blocks until it is on the disk. What is replaced is kept beside it, in one file whose name tells the time.
    ///
    /// Who writes meanwhile waits for the copying of the pages, and answers `unavailable` if that takes longer than the
    /// writer lock is waited for.
    ///
    /// - Throws: `unavailable`; then the database is as it was.
    public func restore(
        _ backup: String,
        into path: String,
        accounts: RestoredAccounts = .present
    ) throws(Rejection) -> Restoration {
        let (source, target) = try files(backup, path)
        let staging = try StagingFile(target.path + "-restore")
        defer { staging.remove() }
        do {
            try copy(source, to: staging)
            let queue = try DatabaseQueue(path: staging.path, configuration: Self.configuration)
            defer { try? queue.close() }
            try queue.read(DatabaseExamination(path: backup, isBackup: true).checkContent)
            let names = try queue.writeWithoutTransaction(migrator.migrate)
            while try !queue.write({ database in
                try TextPreparation(database: database)
                    .perform(ticketsMaximum: StoreBounds().indexedTicketsMaximum)
            }) {}
            let (access, keptAt) = try replace(target, with: queue, accounts)
            let summary = try queue.read { database in
                try DatabaseExamination(path: path).summary(of: database, bytes: staging.bytes)
            }
            return Restoration(summary: summary, access: access, keptAt: keptAt, migrations: names)
        } catch {
            throw Rejection(database: error)
        }
    }

    /// The file of the backup, which holds one, and that of the database.
    func files(
        _ backup: String,
        _ path: String
    ) throws(Rejection) -> (source: DatabaseFile, target: DatabaseFile) {
        let source = try DatabaseFile(path: backup)
        let target = try DatabaseFile(path: path)
        guard !target.owns(source.path) else { throw DatabaseProblem.itself(backup).rejection() }
        let content: DatabaseFile.Content
        do throws(Rejection) {
            content = try source.content(mayWrite: false)
        } catch  where DatabaseProblem.damaged(source.path).isReason(of: error) {
            throw DatabaseProblem.damagedBackup(backup).rejection(cause: error.cause)
        }
        try DatabaseExamination(path: backup, isBackup: true).checkMarks(of: content)
        return (source, target)
    }

    private func copy(_ file: DatabaseFile, to staging: StagingFile) throws {
        do {
            let source = try file.readOnly()
            let copy = try DatabaseQueue(path: staging.path)
            try source.backup(to: copy)
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
            try source.close()
        } catch let error as DatabaseError where error.isOfDamage {
            throw DatabaseProblem.damagedBackup(file.path)
                .rejection(cause: String(describing: error))
        }
    }

    /// Nobody else writes from the moment that the present database is asked who may get in.
    private func replace(
        _ target: DatabaseFile,
        with restored: DatabaseQueue,
        _ accounts: RestoredAccounts
    ) throws -> (Restoration.Access, keptAt: String?) {
        let (lock, content) = try lock(target)
        defer { lock.release() }
        if content == .absent { try target.create() }
        let opened = try HeldFile(at: target.path)
        let present = try DatabaseQueue(path: target.path, configuration: Self.configuration)
        defer { try? present.close() }
        var keptAt: String?
        if case .ours = content { keptAt = try ReplacedDatabase(target).keep(present) }
        let tellsAccess = try present.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if case .ours = content { return try bringUp(database) }
            return false
        }
        let access = try prepare(restored, toReplace: target, tellsAccess ? accounts : nil)
        try opened.check()
        try restored.backup(to: present)
        present.writeWithoutTransaction { database in
            // What cannot be moved out of the log yet, because somebody reads it, is moved by the next writer.
            _ = try? database.checkpoint(.passive)
        }
        try opened.check()
        try lock.file.check()
        return (access, keptAt)
    }

    /// Takes the writer lock of the present database.
    ///
    /// - Throws: `unavailable` if the file is not one of ours, or so damaged that it cannot be opened.
    func lock(
        _ target: DatabaseFile
    ) throws(Rejection) -> (WriterLock, DatabaseFile.Content) {
        do throws(Rejection) {
            return try target.lock { content throws(Rejection) in
                switch content {
                case .absent, .empty: break
                case .ours, .foreign:
                    try DatabaseExamination(path: target.path).checkMarks(of: content)
                }
            }
        } catch  where DatabaseProblem.damaged(target.path).isReason(of: error) {
            throw DatabaseProblem.beyondReplacing(target.path).rejection(cause: error.cause)
        }
    }

    /// Brings a present database of an older version to this one; false if that is damaged.
    private func bringUp(_ database: Database) throws -> Bool {
        do {
            _ = try migrator.migrate(database)
            return true
        } catch let error as DatabaseError where error.isOfDamage {
            logger.warning("the present database is damaged", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Settles access in the restored database; without `accounts` the present one cannot tell any.
    private func prepare(
        _ restored: DatabaseQueue,
        toReplace target: DatabaseFile,
        _ accounts: RestoredAccounts?
    ) throws -> Restoration.Access {
        guard let accounts else {
            try restored.write { try begin($0, at: WallClock.system.now()) { try $0.end() } }
            return .ended
        }
        try restored.writeWithoutTransaction { database in
            try database.execute(sql: "ATTACH DATABASE ? AS present", arguments: [target.path])
        }
        defer {
            try? restored.writeWithoutTransaction { try $0.execute(sql: "DETACH DATABASE present") }
        }
        do {
            return try restored.write { database in
                try checkIdentity(of: database, target)
                let now = try Int64.fetchOne(database, sql: Self.presentTime)
                    .map(Timestamp.init(millisecondsSinceEpoch:))
                let wall = WallClock.system.now()
                let unknown = try PresentAccess.unknownAccounts(database)
                try begin(database, at: max(wall, now ?? wall)) { try $0.keep(accounts) }
                return .kept(accountsOfBackupAlone: unknown)
            }
        } catch let error as DatabaseError where error.isOfDamage {
            try restored.write { try begin($0, at: WallClock.system.now()) { try $0.end() } }
            return .ended
        }
    }

    /// A new history begins: under a new epoch, with nobody there yet.
    ///
    /// Whoever held a lock when the backup was made is taken to have left now: who is here is reported by their gateway
    /// within the grace, and who is not keeps the lock no longer than that.
    private func begin(
        _ database: Database,
        at now: Timestamp,
        settling settle: (PresentAccess) throws -> Void
    ) throws {
        try settle(PresentAccess(database: database, now: now))
        try database.execute(
            sql: """
                DELETE FROM main.presence;
                DELETE FROM main.departures;
                DELETE FROM main.gateways;
                """
        )
        try database.execute(
            sql: """
                INSERT INTO main.departures (user_id, left_at)
                SELECT DISTINCT lock_holder_id, ? FROM main.tickets
                WHERE lock_holder_id IS NOT NULL
                """,
            arguments: [now.millisecondsSinceEpoch]
        )
        try database.execute(
            sql: "UPDATE main.installation SET epoch = ?",
            arguments: [Epoch.random().stored]
        )
    }

    /// Running gateways sign and publish with what they know of their database.
    private func checkIdentity(of database: Database, _ target: DatabaseFile) throws {
        let isOther = try Bool.fetchOne(
            database,
            sql: """
                SELECT (SELECT database_id FROM main.installation)
                    IS NOT (SELECT database_id FROM present.installation)
                    AND (EXISTS (SELECT 1 FROM present.events)
                        OR EXISTS (SELECT 1 FROM present.users))
                """
        )
        guard isOther != true else { throw DatabaseProblem.otherDatabase(target.path).rejection() }
    }

    private static let presentTime = """
        SELECT max(at) FROM (
            SELECT max(at) AS at FROM present.events
            UNION ALL SELECT max(at) FROM present.revocations
            UNION ALL SELECT max(raised_at) FROM present.account_generations
            UNION ALL SELECT max(time_at) FROM present.clock
        )
        """

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
