import Billets
import GRDB

/// What is tried too often.
struct ThrottleTable {
    /// Where the table is.
    let database: Database

    /// When the attempts at `subject` will be forgotten; nil if there were none.
    func emptyAt(_ subject: String) throws -> Timestamp? {
        let statement = try database.cachedStatement(
            sql: "SELECT empty_at FROM throttles WHERE subject = ?"
        )
        return try Int64.fetchOne(statement, arguments: [subject])
            .map(Timestamp.init(millisecondsSinceEpoch:))
    }

    /// Notes when the attempts at `subject` will be forgotten.
    func set(_ subject: String, emptyAt: Timestamp) throws {
        try database
            .cachedStatement(
                sql: """
                    INSERT INTO throttles (subject, empty_at) VALUES (?, ?)
                    ON CONFLICT (subject) DO UPDATE SET empty_at = excluded.empty_at
                    """
            )
            .execute(arguments: [subject, emptyAt.stored])
    }

    /// Forgets the attempts at `subject`.
    func delete(_ subject: String) throws {
        try database.cachedStatement(sql: "DELETE FROM throttles WHERE subject = ?")
            .execute(arguments: [subject])
    }

    /// Whether there is something to forget at `now`.
    func hasEmpty(at now: Timestamp) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM throttles WHERE empty_at <= ?)"
        )
        return try Bool.fetchOne(statement, arguments: [now.stored]) ?? false
    }

    /// Forgets what is to be forgotten at `now`, `count` subjects at most.
    func forget(emptyAt now: Timestamp, count: Int) throws {
        try database
            .cachedStatement(
                sql: """
                    DELETE FROM throttles WHERE subject IN (
                        SELECT subject FROM throttles WHERE empty_at <= ? LIMIT ?
                    )
                    """
            )
            .execute(arguments: [now.stored, count])
    }
}
