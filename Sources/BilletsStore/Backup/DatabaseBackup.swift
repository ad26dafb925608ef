public import Billets
import GRDB

/// Writes a copy of a database while others go on using it.
///
/// It reads in one read transaction, so that the copy is the database at one moment, and nobody who writes waits for
/// it; SQLite's log cannot start over meanwhile, and grows by what is written.
public struct DatabaseBackup: Sendable {
    private let database: String

    /// Backups of the database at `path`.
    public init(of path: String) {
        database = path
    }

    /// Writes a backup to `path`.
    ///
    /// Blocks until it is on the disk.
    ///
    /// The copy is made beside `path`, examined as a whole, and only then gets its name. It may be of an older version:
    /// who is about to migrate makes a backup first.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must be there.
    ///   - replacing: whether a file that is there is replaced.
    /// - Returns: what the backup holds.
    /// - Throws: `unavailable`; then `path` is as it was.
    public func write(to path: String, replacing: Bool) throws(Rejection) -> DatabaseSummary {
        let source = try DatabaseFile(path: database)
        guard source.exists else { throw DatabaseProblem.missing(database).rejection() }
        let target = try DatabaseFile(path: path)
        guard !source.owns(target.path) else { throw DatabaseProblem.itself(path).rejection() }
        guard replacing || !target.exists else {
            throw DatabaseProblem.backupExists(path).rejection()
        }
        let staging = try StagingFile(target.path + ".partial")
        defer { staging.remove() }
        do {
            try copy(source, to: staging)
            let summary = try examine(staging)
            try staging.publish(as: target.path, replacing: replacing)
            return summary
        } catch {
            throw Rejection(database: error)
        }
    }

    private func copy(_ file: DatabaseFile, to staging: StagingFile) throws {
        let (lock, _) = try file.lock { content throws(Rejection) in
            if content == .empty { throw DatabaseProblem.notMigrated(database).rejection() }
            try DatabaseExamination(path: database).checkMarks(of: content)
        }
        let source = try open(file, under: lock)
        defer { close(source, under: lock) }
        let opened = try HeldFile(at: file.path)
        let copy = try DatabaseQueue(path: staging.path)
        try source.backup(to: copy)
        try opened.check()
        // One file, which can be read where nothing can be written.
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// The first to open may have to recover what a dead process left: a write, so `lock` is held, and released.
    private func open(_ file: DatabaseFile, under lock: WriterLock) throws -> DatabaseQueue {
        defer { lock.release() }
        // Not a connection that can only read: the last to close, it would leave the log behind.
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.read { _ = try InstallationTable(database: $0).epoch() }
        return queue
    }

    /// Whoever closes last may move the log into the database: a write.
    private func close(_ queue: DatabaseQueue, under lock: WriterLock) {
        // If another process hangs while it holds the lock, ours is not the last connection.
        let isLocked = (try? lock.acquire()) != nil
        try? queue.close()
        if isLocked { lock.release() }
    }

    private func examine(_ staging: StagingFile) throws -> DatabaseSummary {
        let queue = try DatabaseQueue(path: staging.path)
        defer { try? queue.close() }
        let examination = DatabaseExamination(path: database)
        return try queue.read { copy in
            try examination.checkMarks(of: try DatabaseFile.content(of: copy))
            try examination.checkContent(of: copy)
            return try examination.summary(of: copy, bytes: staging.bytes)
        }
    }
}
