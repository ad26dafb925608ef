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

    private let metrics: StoreMetrics
    private let connections: any DatabaseWriter
    private let lock: WriterLock?
    private let isClosed = Mutex(false)
    private static let closed = Rejection(.unavailable, "The store has been closed.")

    /// The database in memory, which nobody else can see.
    init(memory migrator: Migrator, metrics: StoreMetrics) throws(Rejection) {
        self.metrics = metrics
        lock = nil
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
    init(path: String, bounds: StoreBounds, metrics: StoreMetrics) throws(Rejection) {
        self.metrics = metrics
        let file = try DatabaseFile(path: path)
        // Asked before the lock is taken, lest a lock file be left beside nothing.
        guard file.exists else {
            throw DatabaseProblem.missing(path).rejection()
        }
        let lock = try WriterLock(
            ofDatabaseAt: file.path,
            waitMaximum: bounds.writerLockWaitMaximum
        )
        try lock.acquire()
        defer { lock.release() }
        switch try file.content() {
        case .absent: throw DatabaseProblem.missing(path).rejection()
        case .empty: throw DatabaseProblem.notMigrated(path).rejection()
        case .foreign: throw DatabaseProblem.foreign(path).rejection()
        case .ours(let version) where version > Schema.version:
            throw DatabaseProblem.newer(path, version: version).rejection()
        case .ours(let version) where version < Schema.version:
            throw DatabaseProblem.notMigrated(path).rejection()
        case .ours: break
        }
        self.lock = lock
        do {
            let pool = try Self.pool(path: file.path, bounds: bounds)
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
        do {
            return try await connections.read(body)
        } catch {
            throw Rejection(database: error)
        }
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
    func transaction<Value>(
        in database: Database,
        _ body: (Database) throws -> Value
    ) throws -> Value {
        guard !isClosed.withLock({ $0 }) else { throw Self.closed }
        let start = ContinuousClock.now
        try lock?.acquire()
        defer { lock?.release() }
        let begun = ContinuousClock.now
        defer { metrics.transaction(from: start, begun: begun, to: .now) }
        var result: Value?
        try database.inTransaction(.immediate) {
            result = try body(database)
            return .commit
        }
        guard let result else { throw Self.closed }
        return result
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
        if let lock { isLocked = (try? lock.acquire()) != nil }
        (connections as? DatabasePool)?.releaseMemory()
        // What cannot be closed now is closed by the kernel, and recovered by whoever opens next.
        try? connections.close()
        if isLocked { lock?.release() }
    }

    private static func sqliteVersion(_ database: Database) throws -> String {
        try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "unknown"
    }

    private static func pool(path: String, bounds: StoreBounds) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "les-billets.database"
        configuration.maximumReaderCount = bounds.readersMaximum
        let busySeconds = Double(bounds.busyWaitMaximum.wholeMilliseconds) / 1000
        configuration.busyMode = .timeout(busySeconds)
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
        return pool
    }
}
