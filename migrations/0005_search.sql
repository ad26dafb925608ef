-- Les Billets, version 5 of the database: searches for any part of a text.
--
-- Plain SQL for SQLite 3.37 or later, with FTS5; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 5;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0005_search.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- The index of whole words, which this one replaces.
DROP TABLE IF EXISTS ticket_words;

-- Titles and descriptions in the form in which searches compare them, which SQL cannot make: the program writes them.
CREATE TABLE IF NOT EXISTS ticket_texts (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    text TEXT NOT NULL
) STRICT;

-- For each trigram (three characters of a word; its last ones are followed by no-break spaces) the tickets that have it. The
-- program makes them of ticket_texts: so a change writes only those that come and go, which FTS5's own trigram tokenizer
-- cannot. Without places, which would make it three times as large: longer terms are compared with the text itself.
CREATE VIRTUAL TABLE IF NOT EXISTS ticket_trigrams USING fts5 (
    trigrams,
    content = '',
    -- All of ASCII but letters and digits, which need not be named.
    tokenize = 'ascii tokenchars ''!"#$%&''''()*+,-./:;<=>?@[\]^_`{|}~''',
    detail = none,
    columnsize = 0
);

-- Each commit makes a segment of the index; fewer and larger merges cost a writer less, and a search hardly more
-- (https://www.sqlite.org/fts5.html, section 6.8).
INSERT INTO ticket_trigrams (ticket_trigrams, rank)
SELECT 'automerge', 16
WHERE NOT EXISTS (SELECT 1 FROM ticket_trigrams_config WHERE k = 'automerge' AND v = 16);

-- The trigrams in order, so that terms of one or two characters are found as beginnings of trigrams.
CREATE VIRTUAL TABLE IF NOT EXISTS ticket_trigram_rows USING fts5vocab (ticket_trigrams, instance);

-- The tickets whose text has been written since it was indexed, by whomever: also by the sqlite3 shell.
CREATE TABLE IF NOT EXISTS unindexed_tickets (
    number INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER IF NOT EXISTS unindexed_tickets_insert AFTER INSERT ON tickets BEGIN
    INSERT OR IGNORE INTO unindexed_tickets (number) VALUES (new.number);
END;

CREATE TRIGGER IF NOT EXISTS unindexed_tickets_delete AFTER DELETE ON tickets BEGIN
    INSERT OR IGNORE INTO unindexed_tickets (number) VALUES (old.number);
END;

CREATE TRIGGER IF NOT EXISTS unindexed_tickets_update AFTER UPDATE OF title, description ON tickets
WHEN old.title <> new.title OR old.description <> new.description BEGIN
    INSERT OR IGNORE INTO unindexed_tickets (number) VALUES (new.number);
END;

-- The tickets that were there before.
INSERT OR IGNORE INTO unindexed_tickets (number)
SELECT number FROM tickets
WHERE NOT EXISTS (SELECT 1 FROM ticket_texts WHERE ticket_texts.number = tickets.number);

COMMIT;
