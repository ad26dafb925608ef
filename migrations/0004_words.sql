-- Les Billets, version 4 of the database: whoever writes a ticket writes its words.
--
-- Plain SQL for SQLite 3.37 or later, with FTS5; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 4;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0004_words.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- A statement with triggers has a savepoint of its own, at which FTS5 writes what it has gathered to its tables: for each
-- ticket, and not once for all of a transaction.
DROP TRIGGER IF EXISTS ticket_words_insert;

DROP TRIGGER IF EXISTS ticket_words_delete;

DROP TRIGGER IF EXISTS ticket_words_update;

-- Each commit makes a segment of the index; fewer and larger merges of them cost a writer less, and a search hardly more
-- (https://www.sqlite.org/fts5.html, section 6.8).
INSERT INTO ticket_words (ticket_words, rank)
SELECT 'automerge', 16
WHERE NOT EXISTS (SELECT 1 FROM ticket_words_config WHERE k = 'automerge' AND v = 16);

-- For what was written between.
INSERT INTO ticket_words (ticket_words) VALUES ('rebuild');

COMMIT;
