import Billets
import GRDB

/// The one row of `clock`: what the time of the database is reckoned from.
struct ClockTable {
    /// Where the table is.
    let database: Database

    /// The anchor; nil before anything was written.
    func anchor() throws -> ClockAnchor? {
        let statement = try database.cachedStatement(
            sql: "SELECT boot_id, time_at, uptime_at FROM clock"
        )
        return try Row.fetchOne(statement)
            .map { row in
                ClockAnchor(
                    bootID: try row.value(0),
                    time: try row.timestamp(1),
                    uptimeMilliseconds: try row.value(2)
                )
            }
    }

    /// Sets the anchor.
    func set(_ anchor: ClockAnchor) throws {
        try database
            .cachedStatement(
                sql: """
                    INSERT INTO clock (id, boot_id, time_at, uptime_at) VALUES (1, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET boot_id = excluded.boot_id,
                        time_at = excluded.time_at, uptime_at = excluded.uptime_at
                    """
            )
            .execute(arguments: [anchor.bootID, anchor.time.stored, anchor.uptimeMilliseconds])
    }

    /// When the newest event was; nil before the first.
    func latestEvent() throws -> Timestamp? {
        let statement = try database.cachedStatement(
            sql: "SELECT at FROM events ORDER BY revision DESC LIMIT 1"
        )
        return try Int64.fetchOne(statement).map(Timestamp.init(millisecondsSinceEpoch:))
    }

    /// Whether anybody holds a lock.
    func hasLocks() throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM tickets WHERE lock_expires_at IS NOT NULL)"
        )
        return try Bool.fetchOne(statement) ?? false
    }

    /// Moves what is remembered of the last moments along with the clock, so that as much time has passed since as before:
    /// who was there when, and how often log-ins were tried.
    func moveMoments(by milliseconds: Int64) throws {
        for sql in [
            "UPDATE gateways SET heard_at = heard_at + ?",
            "UPDATE departures SET left_at = left_at + ?",
            "UPDATE throttles SET empty_at = empty_at + ?",
        ] { try database.cachedStatement(sql: sql).execute(arguments: [milliseconds]) }
    }

    /// Limits the times of presence and departure to `now`, the start of this boot.
    ///
    /// Otherwise a clock that a boot has set back would take gateways that are gone for live ones until it comes up.
    func boundPresence(by now: Timestamp) throws {
        for sql in [
            "UPDATE gateways SET heard_at = ?1 WHERE heard_at > ?1",
            "UPDATE departures SET left_at = ?1 WHERE left_at > ?1",
        ] { try database.cachedStatement(sql: sql).execute(arguments: [now.stored]) }
    }
}
