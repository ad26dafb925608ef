import Billets
import GRDB

/// Looks whether a whole database is sound; reads every page of it.
struct DatabaseExamination {
    /// Where it is, for those who are told.
    let path: String

    /// True if it is a backup.
    var isBackup = false

    private var damage: DatabaseProblem { isBackup ? .damagedBackup(path) : .damaged(path) }

    private static let complaintsMaximum = 5

    /// Sees that a database is one of ours that this program can use, or can bring to its own version.
    ///
    /// - Throws: `unavailable`; a database of another program is a `DatabaseProblem.foreign`.
    func checkMarks(of content: DatabaseFile.Content) throws(Rejection) {
        switch content {
        case .absent, .empty: throw DatabaseProblem.noBackup(path).rejection()
        case .foreign: throw DatabaseProblem.foreign(path).rejection()
        case .ours(let version) where version > Schema.version:
            throw DatabaseProblem.newer(path, version: version).rejection()
        case .ours: break
        }
    }

    /// Sees that every page is as it should be, that nothing refers to nothing, and that no revision is missing.
    ///
    /// - Throws: `unavailable` if one is not.
    func checkContent(of database: Database) throws {
        do {
            try check("PRAGMA integrity_check(\(Self.complaintsMaximum))", in: database) {
                $0 == "ok"
            }
            try check("SELECT \"table\" FROM pragma_foreign_key_check", in: database) { _ in false }
            let gaps = "SELECT max(revision) - min(revision) + 1 - count(*) FROM events"
            try check("SELECT coalesce((\(gaps)), 0)", in: database) { $0 == "0" }
        } catch let error as DatabaseError {
            throw damage.rejection(cause: String(describing: error))
        }
    }

    /// Sees that the pages of a database that is being opened are as they should be, if there are not too many.
    ///
    /// - Throws: `unavailable` if one is not.
    func checkPages(of database: Database, bytesMaximum: Int64) throws {
        do {
            guard try Self.bytes(of: database) <= bytesMaximum else { return }
            try check("PRAGMA quick_check(\(Self.complaintsMaximum))", in: database) { $0 == "ok" }
        } catch let error as DatabaseError where error.isOfDamage {
            throw damage.rejection(cause: String(describing: error))
        }
    }

    /// How large the database is.
    static func bytes(of database: Database) throws -> Int64 {
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        return try pages * (Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }

    /// What it holds.
    func summary(of database: Database, bytes: Int64) throws -> DatabaseSummary {
        DatabaseSummary(
            tickets: try Int64.fetchOne(database, sql: "SELECT count(*) FROM tickets") ?? 0,
            cursor: Cursor(
                epoch: try InstallationTable(database: database).epoch(),
                revision: try EventTable(database: database).latest()
            ),
            bytes: bytes
        )
    }

    private func check(
        _ question: String,
        in database: Database,
        isWell: (String) -> Bool
    ) throws {
        let answers = try Row.fetchAll(database, sql: question).map {
            String(describing: $0[0] ?? "")
        }
        let complaints = answers.filter { !isWell($0) }
        guard complaints.isEmpty else {
            throw
                damage
                .rejection(
                    cause: complaints.prefix(Self.complaintsMaximum).joined(separator: "; ")
                )
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is bad, and not what was asked of it.
    var isOfDamage: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}
