-- Les Billets, version 3 of the database: the clock that rules leases.
--
-- Plain SQL for SQLite 3.37 or later; run by `les-billets migrate`, or by
--     for f in migrations/*.sql; do sqlite3 tickets.db < "$f"; done
-- and harmless when run again.

BEGIN IMMEDIATE;

PRAGMA user_version = 3;

INSERT OR IGNORE INTO migrations (name, applied_at)
VALUES ('0003_clock.sql', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));

-- What time it was, in milliseconds since 1970, when the machine had been running for so many milliseconds (CLOCK_BOOTTIME): from it
-- every process of the machine reckons the same time, whatever is done to the wall clock. One row, set by whoever writes
-- first after a boot.
CREATE TABLE IF NOT EXISTS clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- /proc/sys/kernel/random/boot_id
    boot_id TEXT NOT NULL CHECK (length(boot_id) BETWEEN 1 AND 64),
    time_at INTEGER NOT NULL,
    uptime_at INTEGER NOT NULL
) STRICT;

COMMIT;
