import Billets
import BilletsProcesses
import BilletsStore
import BilletsWire
import Foundation
import GRDB
import Logging

/// What a database must be like, whatever happened to its process or its disk.
struct DatabaseCheck {
    /// What was found in a database.
    struct Finding: Sendable {
        /// The revisions of the requests that are in it.
        let revisions: [RequestID: Revision]

        /// What is wrong with it.
        let faults: [String]
    }

    /// Looks at a copy of the database at `path`, which nobody writes, with bare SQLite: as a crash left it.
    static func findings(at path: String) throws -> Finding {
        let folder = try ScratchFolder()
        let copy = folder.path + "/copy.db"
        for suffix in ["", "-wal", "-journal"]
        where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        return try findings(in: try DatabaseQueue(path: copy))
    }

    /// Opens the database at `path` as the product does, and looks at it.
    static func findingsOfProduct(at path: String) async throws -> Finding {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try Migrator(folder: ScratchFolder.migrations, logger: logger).migrate(path)
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let snapshot = try await store.snapshot()
        var board = Board(cursor: Cursor(epoch: snapshot.cursor.epoch, revision: .none))
        var faults: [String] = []
        while board.cursor.revision < snapshot.cursor.revision {
            let page = try await store.events(after: board.cursor.revision, limit: 1_000)
            guard !page.events.isEmpty else { break }
            for event in page.events {
                guard case .event(let event) = try ServerMessage(decoding: event.payload) else {
                    continue
                }
                do { try board.apply(event) } catch { faults.append("\(error)") }
            }
        }
        if board != Board(cursor: snapshot.cursor, tickets: snapshot.tickets) {
            faults.append("the events make another board than the snapshot")
        }
        await store.close()
        let finding = try findings(in: try DatabaseQueue(path: path))
        return Finding(revisions: finding.revisions, faults: faults + finding.faults)
    }

    private static func findings(in queue: DatabaseQueue) throws -> Finding {
        try queue.read { database in
            var faults = try String.fetchAll(database, sql: "PRAGMA integrity_check")
                .filter { $0 != "ok" }
            let gaps = "SELECT max(revision) - min(revision) + 1 - count(*) FROM events"
            if let missing = try Int.fetchOne(database, sql: gaps), missing != 0 {
                faults.append("\(missing) revisions are missing")
            }
            let twice = """
                SELECT count(*) FROM (SELECT 1 FROM tickets GROUP BY title HAVING count(*) > 1)
                """
            if let count = try Int.fetchOne(database, sql: twice), count != 0 {
                faults.append("\(count) tickets are there twice")
            }
            var revisions: [RequestID: Revision] = [:]
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT request_id, revision FROM events WHERE request_id IS NOT NULL"
            )
            for row in rows {
                guard let id = RequestID(row[0] as String) else { continue }
                revisions[id] = Revision(row[1])
            }
            return Finding(revisions: revisions, faults: faults)
        }
    }
}
