-- Les Billets, version 8 of the database: the commands behind request ids.
--
-- Plain SQL for SQLite 3.37 or later; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 8;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0008_requests.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- A digest of the command behind each event that has a request id, so that the same id with another command is refused.
-- Events from before this version have none, and answer any command as they did. The program deletes the digests of the
-- events that it forgets, in the same range of revisions: a foreign key would be looked up for each command, and for
-- each event that is deleted.
CREATE TABLE IF NOT EXISTS request_digests (
    revision INTEGER PRIMARY KEY CHECK (revision >= 1),
    -- The first 16 bytes of the SHA-256 of the command's canonical form.
    digest BLOB NOT NULL CHECK (length(digest) = 16)
) STRICT;

COMMIT;
