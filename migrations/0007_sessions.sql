-- Les Billets, version 7 of the database: generations of sessions, and the scopes of API tokens.
--
-- Plain SQL for SQLite 3.37 or later; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 7;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0007_sessions.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- The accounts all of whose sessions have been ended at least once; without a row the generation is 0. A session of a lower
-- generation than its account's is dead. Rows are never deleted, also when the account is gone.
CREATE TABLE IF NOT EXISTS account_generations (
    user_id TEXT PRIMARY KEY CHECK (length(user_id) = 36),
    generation INTEGER NOT NULL CHECK (generation >= 1),
    -- The revocation that raised it: revocations.number, where its row may be gone.
    revocation INTEGER NOT NULL UNIQUE,
    raised_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Accounts with an earlier revocation start at generation 1, which ends their old sessions: those count as generation 0.
INSERT OR IGNORE INTO account_generations (user_id, generation, revocation, raised_at)
SELECT user_id, 1, max(number), max(at) FROM revocations WHERE user_id IS NOT NULL GROUP BY user_id;

-- Every revocation of a user raises the generation, also one by a program of an earlier version, which goes on during an upgrade.
CREATE TRIGGER IF NOT EXISTS account_generations_raise AFTER INSERT ON revocations
WHEN new.user_id IS NOT NULL BEGIN
    INSERT INTO account_generations (user_id, generation, revocation, raised_at)
    VALUES (new.user_id, 1, new.number, new.at)
    ON CONFLICT (user_id) DO UPDATE SET generation = generation + 1,
        revocation = excluded.revocation, raised_at = excluded.raised_at;
END;

-- The rights of each API token, one row for each.
CREATE TABLE IF NOT EXISTS api_token_scopes (
    token_id TEXT NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    PRIMARY KEY (token_id, scope)
) STRICT, WITHOUT ROWID;

-- Tokens from before there were scopes read and write tickets; none of them does what administrators do. One that a program
-- of an earlier version makes after this has no scope, and may do nothing.
INSERT INTO api_token_scopes (token_id, scope)
SELECT api_tokens.id, scopes.scope
FROM api_tokens, (SELECT 'read' AS scope UNION ALL SELECT 'write') AS scopes
WHERE NOT EXISTS (SELECT 1 FROM api_token_scopes WHERE token_id = api_tokens.id);

COMMIT;
