import Billets
import GRDB

/// The sessions that ended before their time.
///
/// Those of single sessions are forgotten when the sessions would have ended by themselves. Of each user the generation is
/// kept for good, so that it depends on no clock. One sequence numbers both.
struct RevocationTable {
    /// The database with the tables.
    let database: Database

    /// Those after `number`, in order, `Revocation.pageMaximum` at most: of each user the last one.
    func all(after number: Int64) throws -> [Revocation] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT number, at, session_id, NULL, NULL FROM revocations
                WHERE number > ?1 AND session_id IS NOT NULL
                UNION ALL
                SELECT revocation, raised_at, NULL, user_id, generation FROM account_generations
                WHERE revocation > ?1
                ORDER BY 1 LIMIT ?2
                """
        )
        return try Row.fetchAll(statement, arguments: [number, Revocation.pageMaximum])
            .map { row in
                Revocation(
                    number: try row.value(0),
                    scope: row.hasNull(atIndex: 2)
                        ? .user(try row.identifier(3), generation: try row.value(4))
                        : .session(try row.identifier(2)),
                    at: try row.timestamp(1)
                )
            }
    }

    /// Adds the end of one session.
    func insert(_ session: SessionID, at now: Timestamp) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO revocations (at, session_id) VALUES (?, ?)"
        )
        try statement.execute(arguments: [now.stored, session.stored])
    }

    /// Ends all sessions of `user` whose generation is lower than `generation`, which is higher than the one before.
    func raiseGeneration(of user: UserID, to generation: Int64, at now: Timestamp) throws {
        // A trigger notes the number of the row, and raises the generation by one.
        try database.cachedStatement(sql: "INSERT INTO revocations (at, user_id) VALUES (?, ?)")
            .execute(arguments: [now.stored, user.stored])
        try database
            .cachedStatement(
                sql: "UPDATE account_generations SET generation = ? WHERE user_id = ?"
            )
            .execute(arguments: [generation, user.stored])
    }

    /// Returns true if the oldest was made before `limit`.
    func hasAny(before limit: Timestamp) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT at FROM revocations ORDER BY number LIMIT 1"
        )
        return try Int64.fetchOne(statement).map { $0 < limit.stored } ?? false
    }

    /// Forgets those made before `limit`, `count` at most; the generations of users stay.
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
