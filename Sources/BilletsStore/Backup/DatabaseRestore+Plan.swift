public import Billets
import BilletsWire
import GRDB
import Glibc

extension DatabaseRestore {
    /// Says what restoring the backup at `backup` into the database at `path` would do; changes neither.
    ///
    /// - Throws: `unavailable` if the backup is none, or the database cannot be used.
    public func plan(_ backup: String, into path: String) throws(Rejection) -> RestorePlan {
        let (source, target) = try files(backup, path)
        do {
            let copy = try source.readOnly()
            defer { try? copy.close() }
            return try RestorePlan(
                backup: copy.read {
                    try DatabaseExamination(path: backup, isBackup: true)
                        .summary(of: $0, bytes: Int64(Self.status(source).st_size))
                },
                writtenAt: Timestamp(
                    millisecondsSinceEpoch: Int64(Self.status(source).st_mtim.tv_sec) * 1000
                ),
                newestChangeAt: copy.read {
                    try Int64.fetchOne($0, sql: "SELECT max(at) FROM events")
                        .map(Timestamp.init(millisecondsSinceEpoch:))
                },
                present: present(in: target, comparedWith: copy)
            )
        } catch let error as DatabaseError where error.isOfDamage {
            throw DatabaseProblem.damagedBackup(backup).rejection(cause: String(describing: error))
        } catch {
            throw Rejection(database: error)
        }
    }

    private func present(
        in target: DatabaseFile,
        comparedWith backup: DatabaseQueue
    ) throws -> RestorePlan.Present {
        guard target.exists else { return .absent }
        let (lock, content) = try lock(target)
        // The last connection to close moves the log into the database: a write.
        defer { lock.release() }
        guard case .ours = content else { return .absent }
        do {
            let present = try DatabaseQueue(path: target.path, configuration: Self.configuration)
            defer { try? present.close() }
            let summary = try present.read { database in
                try DatabaseExamination(path: target.path)
                    .summary(of: database, bytes: DatabaseExamination.bytes(of: database))
            }
            return .sound(summary, changes: try changes(in: present, notIn: backup))
        } catch let error as DatabaseError where error.isOfDamage {
            return .damaged
        }
    }

    /// The number of changes in `present` that `backup` does not have.
    ///
    /// In one history the revisions tell it. In two, of which one begins at a restore, the changes that both remember
    /// are compared one by one.
    private func changes(in present: DatabaseQueue, notIn backup: DatabaseQueue) throws -> Int64 {
        let cursors = try [present, backup].map { queue in
            try queue.read { database in
                Cursor(
                    epoch: try InstallationTable(database: database).epoch(),
                    revision: try EventTable(database: database).latest()
                )
            }
        }
        let newer = cursors[0].revision.number - cursors[1].revision.number
        guard cursors[0].epoch != cursors[1].epoch else { return max(0, newer) }
        let known = try Set(backup.read(Self.changes))
        let retained = try present.read(Self.changes).filter { !known.contains($0) }
        return max(Int64(retained.count), newer)
    }

    private static func changes(in database: Database) throws -> [[String]] {
        try Row.fetchAll(database, sql: "SELECT revision, at, ticket_id, kind FROM events")
            .map { row in row.databaseValues.map { "\($0)" } }
    }

    private static func status(_ file: DatabaseFile) -> stat {
        var status = stat()
        // A file that was just opened can be examined; if not, zeros do no harm.
        _ = stat(file.path, &status)
        return status
    }
}
