-- Les Billets, version 6 of the database: the processes behind the names of gateways.
--
-- Plain SQL for SQLite 3.37 or later; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 6;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0006_nodes.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- The process that last reported as each gateway, and how much it logs. A table of its own, since a column cannot be
-- added again when this file is run again.
CREATE TABLE IF NOT EXISTS gateway_processes (
    node TEXT PRIMARY KEY REFERENCES gateways (node) ON DELETE CASCADE,
    instance TEXT NOT NULL CHECK (length(instance) = 36),
    log_level TEXT NOT NULL
        CHECK (log_level IN ('trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical')),
    -- The level that the process was started with.
    configured_log_level TEXT NOT NULL
        CHECK (configured_log_level IN ('trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical')),
    -- The level at which an administrator asked this process to log, until it does.
    requested_log_level TEXT
        CHECK (requested_log_level IN ('trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical'))
) STRICT, WITHOUT ROWID;

COMMIT;
