-- Les Billets, version 2 of the database: what is looked for in tickets, and more ways to log in.
--
-- Plain SQL for SQLite 3.37 or later, with FTS5; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 2;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0002_accounts.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- Lists are sorted by these, the highest or the lowest first.
CREATE INDEX IF NOT EXISTS tickets_by_creation ON tickets (created_at, number);

CREATE INDEX IF NOT EXISTS tickets_by_update ON tickets (updated_at, number);

CREATE INDEX IF NOT EXISTS tickets_by_priority ON tickets (
    CASE priority WHEN 'low' THEN 0 WHEN 'normal' THEN 1 WHEN 'high' THEN 2 ELSE 3 END,
    number
);

-- The words of titles and descriptions (https://www.sqlite.org/fts5.html, section 4.4.3): the index holds no
-- text of its own, and triggers keep it true, whoever writes. Locking leaves it alone.
CREATE VIRTUAL TABLE IF NOT EXISTS ticket_words USING fts5 (
    title,
    description,
    content = 'tickets',
    content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER IF NOT EXISTS ticket_words_insert AFTER INSERT ON tickets BEGIN
    INSERT INTO ticket_words (rowid, title, description)
    VALUES (new.number, new.title, new.description);
END;

CREATE TRIGGER IF NOT EXISTS ticket_words_delete AFTER DELETE ON tickets BEGIN
    INSERT INTO ticket_words (ticket_words, rowid, title, description)
    VALUES ('delete', old.number, old.title, old.description);
END;

CREATE TRIGGER IF NOT EXISTS ticket_words_update AFTER UPDATE OF title, description ON tickets
WHEN old.title <> new.title OR old.description <> new.description BEGIN
    INSERT INTO ticket_words (ticket_words, rowid, title, description)
    VALUES ('delete', old.number, old.title, old.description);
    INSERT INTO ticket_words (rowid, title, description)
    VALUES (new.number, new.title, new.description);
END;

-- The tickets that were there before.
INSERT INTO ticket_words (ticket_words) VALUES ('rebuild');

-- What programs log in with. The secret itself is nowhere.
CREATE TABLE IF NOT EXISTS api_tokens (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    owner_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- SHA-256 of the secret.
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    created_at INTEGER NOT NULL,
    -- Null: never.
    expires_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS api_tokens_by_owner ON api_tokens (owner_id, created_at);

CREATE INDEX IF NOT EXISTS api_tokens_by_expiry
ON api_tokens (expires_at) WHERE expires_at IS NOT NULL;

-- HMAC-SHA256 keys of session tokens: the newest signs, all are good until they are removed.
CREATE TABLE IF NOT EXISTS session_keys (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
    secret BLOB NOT NULL CHECK (length(secret) = 32),
    created_at INTEGER NOT NULL
) STRICT;

-- The first key is the one that has been signing, so that nobody is logged out; once only, for it may have been
-- removed since.
INSERT INTO session_keys (id, secret, created_at)
SELECT '1', session_key, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
FROM installation
WHERE NOT EXISTS (SELECT 1 FROM session_keys);

-- What is tried too often, and when it will be forgotten: log-ins of an account, or from an address. People are
-- named by digests alone.
CREATE TABLE IF NOT EXISTS throttles (
    subject TEXT PRIMARY KEY CHECK (length(subject) BETWEEN 1 AND 128),
    empty_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS throttles_by_end ON throttles (empty_at);

COMMIT;
