import Billets
import FoundationEssentials
import GRDB

/// The keys that tokens of sessions are signed with.
struct SessionKeyTable {
    /// Where the table is.
    let database: Database

    /// All of them, the oldest first.
    func all() throws -> [SessionKey] {
        let statement = try database.cachedStatement(
            sql: "SELECT id, secret, created_at FROM session_keys ORDER BY number"
        )
        return try Row.fetchAll(statement)
            .map { row in
                SessionKey(
                    id: try row.value(0),
                    secret: [UInt8](try row.decode(Data.self, atIndex: 1)),
                    createdAt: try row.timestamp(2)
                )
            }
    }

    /// Adds a key.
    func insert(_ key: SessionKey) throws {
        try database
            .cachedStatement(
                sql: "INSERT INTO session_keys (id, secret, created_at) VALUES (?, ?, ?)"
            )
            .execute(arguments: [key.id, Data(key.secret), key.createdAt.stored])
    }

    /// Removes the key `id`.
    func delete(_ id: String) throws {
        try database.cachedStatement(sql: "DELETE FROM session_keys WHERE id = ?")
            .execute(arguments: [id])
    }
}
