import Billets
import GRDB

/// Sessions that are dead before their time.
struct RevocationTable {
    /// Where the table is.
    let database: Database

    /// Those after `number`, in order.
    func all(after number: Int64) throws -> [Revocation] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT number, at, session_id, user_id FROM revocations
                WHERE number > ? ORDER BY number
                """
        )
        return try Row.fetchAll(statement, arguments: [number])
            .map { row in
                Revocation(
                    number: try row.value(0),
                    scope: row.hasNull(atIndex: 2)
                        ? .user(try row.identifier(3)) : .session(try row.identifier(2)),
                    at: try row.timestamp(1)
                )
            }
    }

    /// Adds one.
    func insert(_ scope: Revocation.Scope, at now: Timestamp) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO revocations (at, session_id, user_id) VALUES (?, ?, ?)"
        )
        switch scope {
        case .session(let id): try statement.execute(arguments: [now.stored, id.stored, nil])
        case .user(let id): try statement.execute(arguments: [now.stored, nil, id.stored])
        }
    }

    /// Whether the oldest was made before `limit`.
    func hasAny(before limit: Timestamp) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT at FROM revocations ORDER BY number LIMIT 1"
        )
        return try Int64.fetchOne(statement).map { $0 < limit.stored } ?? false
    }

    /// Forgets those made before `limit`, `count` at most.
    func forget(before limit: Timestamp, count: Int) throws {
        try database
            .cachedStatement(
                sql: """
                    DELETE FROM revocations WHERE number IN (
                        SELECT number FROM revocations WHERE at < ? ORDER BY number LIMIT ?
                    )
                    """
            )
            .execute(arguments: [limit.stored, count])
    }
}
