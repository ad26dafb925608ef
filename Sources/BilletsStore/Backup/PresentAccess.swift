import Billets
import GRDB

/// What lets people and programs in is of the present, also after a restore: a key that was removed, a session that was
/// ended and a token that was withdrawn do not come back with the tickets.
///
/// Works on the database that is about to take the present one's place, to which the present one is attached as
/// `present`.
struct PresentAccess {
    /// The database that was made of the backup.
    let database: Database

    /// When it happens, by the present database's clock.
    let now: Timestamp

    /// By how much revocations go on above those of the backup, when nobody knows how many there have been: more than there
    /// are in a lifetime.
    private static let unknownRevocations: Int64 = 1_000_000_000

    /// Takes over what the present database says.
    ///
    /// Sessions of accounts that are not what they were end.
    func keep() throws {
        try database.execute(
            sql: """
                DELETE FROM main.session_keys;
                INSERT INTO main.session_keys SELECT * FROM present.session_keys;
                DELETE FROM main.revocations;
                INSERT INTO main.revocations SELECT * FROM present.revocations;
                DELETE FROM main.sqlite_sequence WHERE name IN ('session_keys', 'revocations');
                INSERT INTO main.sqlite_sequence (name, seq)
                SELECT name, seq FROM present.sqlite_sequence
                WHERE name IN ('session_keys', 'revocations');
                DELETE FROM main.api_tokens;
                INSERT INTO main.api_tokens SELECT * FROM present.api_tokens
                WHERE owner_id IN (SELECT id FROM main.users);
                DELETE FROM main.throttles;
                INSERT INTO main.throttles SELECT * FROM present.throttles;
                DELETE FROM main.clock;
                INSERT INTO main.clock SELECT * FROM present.clock;
                """
        )
        try database.execute(
            sql: """
                INSERT INTO main.revocations (at, user_id)
                SELECT ?, id FROM present.users AS known
                WHERE NOT EXISTS (
                    SELECT 1 FROM main.users AS restored
                    WHERE restored.id = known.id AND restored.password_hash = known.password_hash
                        AND restored.role = known.role AND restored.disabled = known.disabled
                )
                """,
            arguments: [now.stored]
        )
    }

    /// Ends all sessions: with what the backup knows, some might live again that were ended since.
    func end() throws {
        try database.execute(
            sql: """
                DELETE FROM main.session_keys;
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
            sql: "SELECT coalesce(max(number), 0) FROM main.revocations"
        )
        try database.execute(
            sql: "DELETE FROM main.sqlite_sequence WHERE name = 'revocations'"
        )
        try database.execute(
            sql: "INSERT INTO main.sqlite_sequence (name, seq) VALUES ('revocations', ?)",
            arguments: [(last ?? 0) + Self.unknownRevocations]
        )
    }
}
