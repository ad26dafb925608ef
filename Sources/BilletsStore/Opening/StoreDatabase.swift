import Billets
import Dispatch
import GRDB
import Glibc
import Logging
import Synchronization

/// An open database: many readers, one writer in this process, and one among all processes.
final class StoreDatabase: Sendable {
    /// The version of the SQLite library, such as 3.40.1.
    let sqliteVersion: String

    /// True if its files are in place, and it can be written.
    let condition: StoreCondition

    private let metrics: StoreMetrics
    private let connections: any DatabaseWriter
    private let file: DatabaseFile?
    private let lock: WriterLock?
    private let files: HeldFiles?
    private let isClosed = Mutex(false)
    private static let closed = Rejection(.unavailable, "The store has been closed.")

    /// The database in memory, which nobody else can see.
    init(
        memory migrator: Migrator,
        metrics: StoreMetrics,
        logger: Logger
    ) throws(Rejection) {
        self.metrics = metrics
        condition = StoreCondition(metrics: metrics, logger: logger)
        (file, lock, files) = (nil, nil, nil)
        do {
            let queue = try DatabaseQueue()
            _ = try queue.writeWithoutTransaction(migrator.migrate)
            connections = queue
            sqliteVersion = try queue.read(Self.sqliteVersion)
        } catch {
            throw Rejection(database: error)
        }
    }

    /// The database in a file that has been migrated.
    ///
    /// - Throws: `unavailable`, with what is wrong with the file.
    init(
        path: String,
        bounds: StoreBounds,
        metrics: StoreMetrics,
        logger: Logger
    ) throws(Rejection) {
        self.metrics = metrics
        let file = try DatabaseFile(path: path)
        guard file.exists else { throw DatabaseProblem.missing(path).rejection() }
        let (lock, _) = try file.lock(waitMaximum: bounds.writerLockWaitMaximum) {
            content throws(Rejection) in
            try Self.requirePresentVersion(content, path)
        }
        defer { lock.release() }
        let files = try HeldFiles(of: file, named: path)
        (self.file, self.lock, self.files) = (file, lock, files)
        do {
            let pool = try Self.pool(path: file.path, bounds: bounds, files: files, lock: lock)
            connections = pool
            sqliteVersion = try pool.read(Self.sqliteVersion)
            try pool.read { database in
                try DatabaseExamination(path: path)
                    .checkPages(of: database, bytesMaximum: bounds.checkedBytesMaximum)
            }
        } catch let error as DatabaseError {
            throw file.rejection(of: error)
        } catch {
            throw Rejection(database: error)
        }
        condition = StoreCondition(metrics: metrics, logger: logger)
    }

    private static func requirePresentVersion(
        _ content: DatabaseFile.Content,
        _ path: String
    ) throws(Rejection) {
        switch content {
        case .absent: throw DatabaseProblem.missing(path).rejection()
        case .empty: throw DatabaseProblem.notMigrated(path).rejection()
        case .foreign: throw DatabaseProblem.foreign(path).rejection()
        case .ours(let version) where version > Schema.version:
            throw DatabaseProblem.newer(path, version: version).rejection()
        case .ours(let version) where version < Schema.version:
            throw DatabaseProblem.notMigrated(path).rejection()
        case .ours: break
        }
    }

    /// Prepares the texts of a database that another program has migrated or written, such as the sqlite3 shell; others write
    /// between its transactions.
    func prepareTexts(ticketsMaximum: Int) throws(Rejection) {
        do {
            guard try connections.read({ try TextPreparation(database: $0).isDue() }) else {
                return
            }
            while try connections.writeWithoutTransaction({ database in
                try transaction(in: database) { database in
                    try !TextPreparation(database: database).perform(ticketsMaximum: ticketsMaximum)
                }
            }) {
                usleep(UInt32(TextPreparation.pauseMicroseconds))
            }
        } catch {
            throw Rejection(database: error)
        }
    }

    /// What `body` reads, in one read transaction.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Rejection) -> Value {
        try checkFiles()
        do {
            return try await connections.read { database in
                let value = try body(database)
                // A result read from a file that is no longer in place may be out of date.
                try self.checkFiles()
                return value
            }
        } catch let error as DatabaseError {
            try checkFiles()
            throw file?.rejection(ofUse: error) ?? Rejection(database: error)
        } catch {
            throw Rejection(database: error)
        }
    }

    /// Returns the value that `body` reads in one read transaction; nil if it takes longer than `limit`, after which SQLite is interrupted.
    func read<Value: Sendable>(
        within limit: Duration,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Rejection) -> Value? {
        let result = await withTaskGroup(of: Result<Value, Rejection>?.self) { group in
            // GRDB interrupts the read whose task is cancelled.
            defer { group.cancelAll() }
            group.addTask {
                do throws(Rejection) {
                    return .success(try await self.read(body))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            return await group.next() ?? nil
        }
        return try result?.get()
    }

    /// What `body` answers when what it wrote, all or nothing, has been committed.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Rejection) -> Value {
        let result = await withCheckedContinuation { continuation in
            enqueue { database in
                continuation.resume(
                    returning: Result { try self.transaction(in: database, body) }
                )
            }
        }
        do {
            return try result.get()
        } catch {
            throw Rejection(database: error)
        }
    }

    /// Calls `body` on the writer's thread, after all that was enqueued before.
    func enqueue(_ body: @escaping @Sendable (Database) -> Void) {
        connections.asyncWriteWithoutTransaction(body)
    }

    /// What `body` answers when what it wrote has been committed; on the writer's thread.
    ///
    /// `BEGIN IMMEDIATE`, since a transaction that starts to write only after it has read fails at
    /// once with SQLITE_BUSY_SNAPSHOT if another process wrote in between
    /// (https://www.sqlite.org/isolation.html). SQLite's automatic checkpoint is a part of COMMIT,
    /// and so the writer lock covers it.
    ///
    /// The files are checked before, so that nothing is written to a file that nobody finds again, and after the COMMIT,
    /// so that nobody is told of a commit to such a file. What was committed while a file was being taken away is of
    /// unknown outcome: it is there if the file comes back.
    func transaction<Value>(
        in database: Database,
        _ body: (Database) throws -> Value
    ) throws -> Value {
        guard !isClosed.withLock({ $0 }) else { throw Self.closed }
        let start = ContinuousClock.now
        try begin(in: database)
        defer { lock?.release() }
        let begun = ContinuousClock.now
        defer { metrics.transaction(from: start, begun: begun, to: .now) }
        var result: Value?
        do {
            try database.inTransaction(.immediate) {
                result = try body(database)
                return .commit
            }
        } catch let error as DatabaseError where !error.mayBeOfOneCommand {
            try checkFilesToWrite()
            throw refused(file?.rejection(ofUse: error) ?? Rejection(database: error))
        }
        try checkFilesToWrite()
        condition.wasWritten()
        guard let result else { throw Self.closed }
        return result
    }

    /// Takes the writer lock, if all files are in place.
    private func begin(in database: Database) throws(Rejection) {
        do throws(Rejection) {
            try lock?.acquireUnchecked()
        } catch {
            throw refused(error)
        }
        let wasRefusing = condition.refusesWrites
        do throws(Rejection) {
            try checkFilesToWrite()
        } catch {
            if !wasRefusing { rescueLog(of: database) }
            lock?.release()
            throw error
        }
    }

    /// Copies to the database what a log holds whose name is gone, lest it be lost with this process.
    ///
    /// Not where another file has taken the log's name: whoever recovers from that one would mix it with what was
    /// copied.
    private func rescueLog(of database: Database) {
        guard let files, files.lackOnlyTheLog else { return }
        // Pages that somebody still reads stay in the log.
        _ = try? database.checkpoint(.passive)
    }

    private func refused(_ rejection: Rejection) -> Rejection {
        condition.wasRefused(rejection)
        return rejection
    }

    private func checkFilesToWrite() throws(Rejection) {
        do throws(Rejection) { try checkFiles() } catch { throw refused(error) }
    }

    /// Sees that all files are the ones that were opened.
    private func checkFiles() throws(Rejection) {
        guard let files else { return }
        do throws(Rejection) {
            try files.check()
        } catch {
            condition.isDisplaced(error)
            throw error
        }
        condition.isInPlace()
    }

    /// Closes all connections, when what is under way is done; from then on everything fails.
    func close() async {
        await withCheckedContinuation { continuation in
            enqueue { _ in
                self.isClosed.withLock { $0 = true }
                continuation.resume()
            }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.closeConnections()
                continuation.resume()
            }
        }
    }

    /// The last connection to a file checkpoints, so the writer lock is held; and the writer is the
    /// last one here, since a reader may not checkpoint.
    private func closeConnections() {
        var isLocked = false
        // If another process hangs while it holds the lock, ours is not the last connection.
        if let lock { isLocked = (try? lock.acquireUnchecked()) != nil }
        (connections as? DatabasePool)?.releaseMemory()
        // What cannot be closed now is closed by the kernel, and recovered by whoever opens next.
        try? connections.close()
        if isLocked { lock?.release() }
    }

    private static func sqliteVersion(_ database: Database) throws -> String {
        try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "unknown"
    }

    private static func pool(
        path: String,
        bounds: StoreBounds,
        files: HeldFiles,
        lock: WriterLock
    ) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "les-billets.database"
        configuration.maximumReaderCount = bounds.readersMaximum
        let busySeconds = Double(bounds.busyWaitMaximum.wholeMilliseconds) / 1000
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            // A reader may be opened long after the writer: not on another file that has been put there since.
            guard files.areKnown else { return }
            // Before its first question it has opened no shared memory, whose closing would give up the locks on it.
            try files.check()
            _ = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
            try files.check()
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB chooses NORMAL, with which a commit can be lost when the power fails
            // (https://www.sqlite.org/pragma.html#pragma_synchronous).
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = \(bounds.logBytesMaximum)")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(bounds.logPagesMaximum)")
            let cacheKiB = bounds.writerCacheBytesMaximum / 1024
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
        }
        try files.hold(with: lock)
        return pool
    }
}
