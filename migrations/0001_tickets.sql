-- Les Billets, version 1 of the database: everything.
--
-- Plain SQL for SQLite 3.37 or later; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again. Ids are UUIDs as text in lower case; times are whole milliseconds
-- since 1970-01-01T00:00:00Z.

-- Kept in the file: readers do not wait for writers (https://www.sqlite.org/wal.html).
PRAGMA journal_mode = WAL;

BEGIN IMMEDIATE;

-- "LBil" in ASCII: whose file this is.
PRAGMA application_id = 1279420780;
PRAGMA user_version = 1;

-- Which database this is: one row.
CREATE TABLE IF NOT EXISTS installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- For the database's whole life; the Redis channel is named after it.
    database_id TEXT NOT NULL CHECK (length(database_id) = 36),
    -- The history that revisions count in: made anew when the database is restored from a backup.
    epoch TEXT NOT NULL CHECK (length(epoch) = 36),
    -- HMAC-SHA256 keys of WireEvents and of session tokens.
    wire_key BLOB NOT NULL CHECK (length(wire_key) = 32),
    session_key BLOB NOT NULL CHECK (length(session_key) = 32)
) STRICT;

-- A UUID version 4 (RFC 9562, section 5.4): random but for the version and the variant.
INSERT OR IGNORE INTO installation (id, database_id, epoch, wire_key, session_key)
VALUES (
    1,
    lower(
        hex(randomblob(4)) || '-' || hex(randomblob(2))
        || '-4' || substr(hex(randomblob(2)), 2)
        || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2)
        || '-' || hex(randomblob(6))
    ),
    lower(
        hex(randomblob(4)) || '-' || hex(randomblob(2))
        || '-4' || substr(hex(randomblob(2)), 2)
        || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2)
        || '-' || hex(randomblob(6))
    ),
    randomblob(32),
    randomblob(32)
);

-- Which files of this folder have been run. One that the sqlite3 shell ran has no checksum until
-- `les-billets migrate` sees it.
CREATE TABLE IF NOT EXISTS migrations (
    name TEXT PRIMARY KEY,
    -- SHA-256 of the file, in hexadecimal digits.
    checksum TEXT CHECK (length(checksum) = 64),
    applied_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0001_tickets.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- Who may log in.
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%_@_%'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin')),
    password_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The tickets as they stand. People are named as the last event named them, and not by joining
-- users: otherwise a new name would change tickets without an event. Nobody but an assignee need be
-- in users, for gateways vouch for those who act.
CREATE TABLE IF NOT EXISTS tickets (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    description TEXT NOT NULL CHECK (length(CAST(description AS BLOB)) <= 16384),
    status TEXT NOT NULL CHECK (status IN ('open', 'blocked', 'closed')),
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    assignee_id TEXT REFERENCES users (id),
    assignee_name TEXT,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at INTEGER NOT NULL,
    created_by_id TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by_id TEXT,
    updated_by_name TEXT,
    lock_holder_id TEXT,
    lock_holder_name TEXT,
    lock_since INTEGER,
    lock_expires_at INTEGER,
    CHECK ((assignee_id IS NULL) = (assignee_name IS NULL)),
    CHECK ((updated_by_id IS NULL) = (updated_by_name IS NULL)),
    CHECK ((lock_holder_id IS NULL) = (lock_holder_name IS NULL)),
    CHECK ((lock_holder_id IS NULL) = (lock_since IS NULL)),
    CHECK ((lock_holder_id IS NULL) = (lock_expires_at IS NULL))
) STRICT;

CREATE INDEX IF NOT EXISTS tickets_by_assignee
ON tickets (assignee_id) WHERE assignee_id IS NOT NULL;

CREATE INDEX IF NOT EXISTS tickets_by_lock_expiry
ON tickets (lock_expires_at) WHERE lock_expires_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS tickets_by_lock_holder
ON tickets (lock_holder_id) WHERE lock_holder_id IS NOT NULL;

-- What happened, without a gap: written in the transaction of the change itself. The newest is never
-- deleted, so that the next revision is always one more than the highest.
CREATE TABLE IF NOT EXISTS events (
    revision INTEGER PRIMARY KEY CHECK (revision >= 1),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'updated', 'locked', 'unlocked')),
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    -- Null if time did it.
    by_id TEXT,
    -- The intent that it answers: sent again, it gets the same answer and is not carried out.
    request_id TEXT CHECK (length(request_id) = 36),
    -- The very JSON that sockets are sent.
    payload TEXT NOT NULL,
    CHECK (request_id IS NULL OR by_id IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS events_by_request
ON events (by_id, request_id) WHERE request_id IS NOT NULL;

-- A ticket's history; the revision is part of every index.
CREATE INDEX IF NOT EXISTS events_by_ticket ON events (ticket_id);

-- Sessions that are dead before their time: one, or all of a user that began before.
CREATE TABLE IF NOT EXISTS revocations (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    session_id TEXT CHECK (length(session_id) = 36),
    user_id TEXT CHECK (length(user_id) = 36),
    CHECK ((session_id IS NULL) <> (user_id IS NULL))
) STRICT;

-- Gateways, and when they were last heard of, to within some seconds.
CREATE TABLE IF NOT EXISTS gateways (
    node TEXT PRIMARY KEY,
    heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who has a socket where.
CREATE TABLE IF NOT EXISTS presence (
    user_id TEXT NOT NULL CHECK (length(user_id) = 36),
    node TEXT NOT NULL REFERENCES gateways (node),
    PRIMARY KEY (user_id, node)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS presence_by_node ON presence (node);

-- Whose last socket anywhere closed, and when; until the grace period is over or they are back.
CREATE TABLE IF NOT EXISTS departures (
    user_id TEXT PRIMARY KEY CHECK (length(user_id) = 36),
    left_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS departures_by_time ON departures (left_at);

COMMIT;
