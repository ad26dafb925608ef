import Billets
import FoundationEssentials
import GRDB

/// What programs log in with.
struct TokenTable {
    /// Where the table is.
    let database: Database

    /// The token `id`.
    func token(_ id: APITokenID) throws -> APIToken? {
        let statement = try database.cachedStatement(sql: "\(Self.select) WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.stored]).map(Self.token)
    }

    /// The token with a digest.
    func token(digest: [UInt8]) throws -> APIToken? {
        let statement = try database.cachedStatement(sql: "\(Self.select) WHERE digest = ?")
        return try Row.fetchOne(statement, arguments: [Data(digest)]).map(Self.token)
    }

    /// Those of `owner`, or of all users, that have not ended by `now`, the oldest first.
    func tokens(of owner: UserID?, at now: Timestamp) throws -> [APIToken] {
        let statement = try database.cachedStatement(
            sql: """
                \(Self.select)
                WHERE \(owner == nil ? "?1 IS NULL" : "owner_id = ?1")
                    AND (expires_at IS NULL OR expires_at > ?2)
                ORDER BY created_at, id LIMIT ?3
                """
        )
        let arguments: StatementArguments = [
            owner?.stored, now.stored, AccountLimits.listedTokensMaximum,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map(Self.token)
    }

    /// Adds a token.
    func insert(_ token: APIToken) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO api_tokens (id, owner_id, name, digest, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [
                token.id.stored, token.owner.stored, token.name, Data(token.digest),
                token.createdAt.stored, token.expiresAt?.stored,
            ]
        )
        let scopes = try database.cachedStatement(
            sql: "INSERT INTO api_token_scopes (token_id, scope) VALUES (?, ?)"
        )
        for scope in token.scopes {
            try scopes.execute(arguments: [token.id.stored, scope.rawValue])
        }
    }

    /// Removes the token `id`.
    func delete(_ id: APITokenID) throws {
        try database.cachedStatement(sql: "DELETE FROM api_tokens WHERE id = ?")
            .execute(arguments: [id.stored])
    }

    /// Removes all tokens of `owner`.
    func deleteAll(of owner: UserID) throws {
        try database.cachedStatement(sql: "DELETE FROM api_tokens WHERE owner_id = ?")
            .execute(arguments: [owner.stored])
    }

    /// Whether some token has ended by `now`.
    func hasExpired(at now: Timestamp) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM api_tokens WHERE expires_at <= ?)"
        )
        return try Bool.fetchOne(statement, arguments: [now.stored]) ?? false
    }

    /// Forgets tokens that have ended by `now`, `count` at most.
    func forget(expiredAt now: Timestamp, count: Int) throws {
        try database
            .cachedStatement(
                sql: """
                    DELETE FROM api_tokens WHERE id IN (
                        SELECT id FROM api_tokens WHERE expires_at <= ? LIMIT ?
                    )
                    """
            )
            .execute(arguments: [now.stored, count])
    }

    private static let select = """
        SELECT id, owner_id, name, digest, created_at, expires_at,
            (SELECT group_concat(scope, ' ') FROM api_token_scopes WHERE token_id = api_tokens.id)
        FROM api_tokens
        """

    private static func token(_ row: Row) throws -> APIToken {
        APIToken(
            id: try row.identifier(0),
            owner: try row.identifier(1),
            name: try row.value(2),
            digest: [UInt8](try row.decode(Data.self, atIndex: 3)),
            createdAt: try row.timestamp(4),
            expiresAt: row.hasNull(atIndex: 5) ? nil : try row.timestamp(5),
            scopes: try Self.scopes(row)
        )
    }

    /// The scopes of a token; a token without any may do nothing.
    private static func scopes(_ row: Row) throws -> Set<APITokenScope> {
        guard !row.hasNull(atIndex: 6) else { return [] }
        let names: String = try row.value(6)
        return Set(names.split(separator: " ").compactMap { APITokenScope(rawValue: String($0)) })
    }
}
