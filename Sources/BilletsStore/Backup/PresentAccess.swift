import Billets
import GRDB

/// Carries access over a restore: a key that was removed, a session that was ended, a token that was withdrawn and an account
/// that was disabled do not come back with the tickets.
///
/// Works on the database that is about to take the present one's place, to which the present one is attached as
/// `present`.
struct PresentAccess {
    /// The database that was made of the backup.
    let database: Database

    /// When it happens, by the present database's clock.
    let now: Timestamp

    /// The number that is added to the backup's revocation numbers and generations when the present ones are unknown: larger
    /// than any real count.
    private static let unknownRevocations: Int64 = 1_000_000_000

    /// Takes over the access of the present database, with the accounts that are asked for.
    ///
    /// Sessions of accounts that are not what they were end.
    func keep(_ accounts: RestoredAccounts) throws {
        let generations = try Self.generations(of: "main", database)
        switch accounts {
        case .present: try keepAccounts()
        case .backup: break
        }
        try database.execute(
            sql: """
                DELETE FROM main.session_keys;
                INSERT INTO main.session_keys SELECT * FROM present.session_keys;
                DELETE FROM main.account_generations;
                DELETE FROM main.revocations;
                INSERT INTO main.revocations SELECT * FROM present.revocations;
                -- The rows that a trigger has made of them.
                DELETE FROM main.account_generations;
                INSERT INTO main.account_generations SELECT * FROM present.account_generations;
                DELETE FROM main.sqlite_sequence WHERE name IN ('session_keys', 'revocations');
                INSERT INTO main.sqlite_sequence (name, seq)
                SELECT name, seq FROM present.sqlite_sequence
                WHERE name IN ('session_keys', 'revocations');
                DELETE FROM main.api_tokens;
                INSERT INTO main.api_tokens SELECT * FROM present.api_tokens
                WHERE owner_id IN (SELECT id FROM main.users);
                INSERT INTO main.api_token_scopes SELECT * FROM present.api_token_scopes
                WHERE token_id IN (SELECT id FROM main.api_tokens);
                DELETE FROM main.throttles;
                INSERT INTO main.throttles SELECT * FROM present.throttles;
                DELETE FROM main.clock;
                INSERT INTO main.clock SELECT * FROM present.clock;
                """
        )
        try endSessions(generationsOfBackup: generations)
    }

    /// The number of accounts that the backup has and the present database does not.
    static func unknownAccounts(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM main.users WHERE id NOT IN (SELECT id FROM present.users)"
        ) ?? 0
    }

    private func keepAccounts() throws {
        try database.execute(
            sql: """
                -- An account of the backup whose address is another one's now: nobody can say whose it is.
                UPDATE main.users SET disabled = 1
                WHERE id NOT IN (SELECT id FROM present.users)
                    AND email IN (SELECT email FROM present.users);
                INSERT INTO main.users SELECT * FROM present.users
                WHERE id NOT IN (SELECT id FROM main.users)
                    AND email NOT IN (SELECT email FROM main.users);
                UPDATE main.users SET (password_hash, role, disabled) = (
                    SELECT password_hash, role, disabled FROM present.users AS known
                    WHERE known.id = main.users.id
                )
                WHERE id IN (SELECT id FROM present.users);
                """
        )
    }

    /// Ends the sessions of each account that changed, or that exists in only one of the two databases.
    ///
    /// No generation goes down, so that no session lives again.
    private func endSessions(generationsOfBackup: [String: Int64]) throws {
        let changed = try String.fetchSet(
            database,
            sql: """
                SELECT id FROM present.users AS known
                WHERE NOT EXISTS (
                    SELECT 1 FROM main.users AS restored
                    WHERE restored.id = known.id AND restored.password_hash = known.password_hash
                        AND restored.role = known.role AND restored.disabled = known.disabled
                )
                UNION
                SELECT id FROM main.users WHERE id NOT IN (SELECT id FROM present.users)
                """
        )
        let present = try Self.generations(of: "present", database)
        let lower = generationsOfBackup.filter { $0.value > present[$0.key, default: 0] }.keys
        let revocations = RevocationTable(database: database)
        for text in changed.union(lower).sorted() {
            guard let user = UserID(text) else { continue }
            let generation = max(
                present[text, default: 0],
                generationsOfBackup[text, default: 0]
            )
            try revocations.raiseGeneration(of: user, to: generation + 1, at: now)
        }
    }

    private static func generations(
        of schema: String,
        _ database: Database
    ) throws -> [String: Int64] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT user_id, generation FROM \(schema).account_generations"
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.value(0), try $0.value(1)) }
        )
    }

    /// Ends all sessions, and removes all API tokens: among those of the backup some may have been ended since.
    func end() throws {
        try database.execute(
            sql: """
                DELETE FROM main.session_keys;
                DELETE FROM main.api_tokens;
                DELETE FROM main.clock;
                """
        )
        try database.execute(
            sql: """
                INSERT INTO main.session_keys (id, secret, created_at)
                VALUES (lower(hex(randomblob(16))), randomblob(32), ?)
                """,
            arguments: [now.stored]
        )
        let last = try Int64.fetchOne(
            database,
            sql: """
                SELECT coalesce(max(number), 0) FROM (
                    SELECT max(number) AS number FROM main.revocations
                    UNION ALL SELECT max(revocation) FROM main.account_generations
                )
                """
        )
        try database.execute(
            sql: "DELETE FROM main.sqlite_sequence WHERE name = 'revocations'"
        )
        try database.execute(
            sql: "INSERT INTO main.sqlite_sequence (name, seq) VALUES ('revocations', ?)",
            arguments: [(last ?? 0) + Self.unknownRevocations]
        )
        // Gateways that still run may know of generations that the backup does not.
        let generations = try Self.generations(of: "main", database)
        let revocations = RevocationTable(database: database)
        for account in try AccountTable(database: database).all() {
            let user = account.user.id
            try revocations.raiseGeneration(
                of: user,
                to: generations[user.stored, default: 0] + Self.unknownRevocations,
                at: now
            )
        }
    }
}
