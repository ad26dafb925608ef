import Billets
import BilletsContracts
import Foundation
import GRDB
import Logging

@testable import BilletsStore

/// A folder of a test's own, for databases.
struct TemporaryFolder: ~Copyable {
    /// The folder of the repository that holds the migrations.
    static let migrations = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "migrations")
        .path()

    /// Says nothing.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Where it is.
    let path: String

    /// A new one, which is removed at the end of its life.
    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "billets-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit {
        // What cannot be removed is left to whoever cleans the temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a database in it.
    var database: String {
        path + "/tickets.db"
    }

    /// Makes the database, with all migrations.
    func migrate() throws {
        try Migrator(folder: Self.migrations, logger: Self.logger).migrate(database)
    }

    /// Makes the database if there is none, and opens it.
    func openStore(
        leases: LeasePolicy = .init(),
        retention: Retention = .init(),
        bounds: StoreBounds = StoreBounds(),
        clock: HandClock = HandClock()
    ) throws -> SQLiteStore {
        try migrate()
        return try SQLiteStore.open(
            .file(database),
            leases: leases,
            retention: retention,
            bounds: bounds,
            clock: clock.wallClock,
            logger: Self.logger
        )
    }

    /// Runs SQL on the database as another program would, and answers the first column.
    @discardableResult
    func sql(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: database)
        return try queue.writeWithoutTransaction { database in
            try Row.fetchAll(database, sql: sql).map { String(describing: $0[0] ?? "null") }
        }
    }

    /// How SQLite means to answer a question, step by step.
    func plan(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: database)
        return try queue.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] }
        }
    }
}
