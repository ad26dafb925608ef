import Billets
import BilletsWire
import FoundationEssentials
import GRDB

/// The committed changes without a gap, `events`, and the digests of the commands behind it, `request_digests`.
struct EventTable {
    /// Where the table is.
    let database: Database

    /// The newest revision; `none` before the first.
    func latest() throws -> Revision {
        let statement = try database.cachedStatement(sql: "SELECT max(revision) FROM events")
        return Revision(try Int64.fetchOne(statement) ?? 0)
    }

    /// The oldest revision that is kept; the next one if none is.
    func oldest() throws -> Revision {
        let statement = try database.cachedStatement(sql: "SELECT min(revision) FROM events")
        return Revision(try Int64.fetchOne(statement) ?? 1)
    }

    /// The changes right after `revision`, in order; none if the first of them is not kept.
    func page(after revision: Revision, limit: Int, epoch: Epoch) throws -> EventPage {
        let oldest = try oldest()
        var events: [WireEvent] = []
        if oldest <= revision.next {
            let statement = try database.cachedStatement(
                sql: """
                    SELECT revision, payload FROM events
                    WHERE revision > ? ORDER BY revision LIMIT ?
                    """
            )
            let rows = try Row.fetchCursor(statement, arguments: [revision.number, limit])
            while let row = try rows.next() {
                let payload: String = try row.value(1)
                let cursor = Cursor(epoch: epoch, revision: Revision(try row.value(0)))
                events.append(WireEvent(cursor: cursor, payload: Array(payload.utf8)))
            }
        }
        return EventPage(
            latest: Cursor(epoch: epoch, revision: try latest()),
            oldestRetained: oldest,
            events: events
        )
    }

    /// What happened to the ticket `id` before `revision`, the newest first.
    func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int,
        epoch: Epoch
    ) throws -> [WireEvent] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT revision, payload FROM events
                WHERE ticket_id = ? AND revision < ? ORDER BY revision DESC LIMIT ?
                """
        )
        let arguments: StatementArguments = [id.stored, revision?.number ?? .max, limit]
        return try Row.fetchAll(statement, arguments: arguments)
            .map { row in
                let payload: String = try row.value(1)
                let cursor = Cursor(epoch: epoch, revision: Revision(try row.value(0)))
                return WireEvent(cursor: cursor, payload: Array(payload.utf8))
            }
    }

    /// Returns the answer that `user` got when they sent `intent` first, with its event.
    ///
    /// An event from before `request_digests` answers whatever command has its request id.
    ///
    /// - Throws: a `Rejection`, `invalidMessage`, if they sent another command under the request id.
    func answer(to user: UserID, _ intent: Intent, epoch: Epoch) throws -> Acceptance? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT revision, kind, payload, digest
                FROM events LEFT JOIN request_digests USING (revision)
                WHERE by_id = ? AND request_id = ?
                """
        )
        let arguments: StatementArguments = [user.stored, intent.requestID.stored]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
        if let digest = try row.decode(Data?.self, atIndex: 3),
            CommandDigest(bytes: [UInt8](digest)) != intent.digest
        {
            throw Rejection.reusedRequestID
        }
        let revision = Revision(try row.value(0))
        let kind: EventKind = try row.choice(1)
        let payload: String = try row.value(2)
        let wireEvent = WireEvent(
            cursor: Cursor(epoch: epoch, revision: revision),
            payload: Array(payload.utf8)
        )
        switch kind {
        case .locked, .unlocked:
            return Acceptance(revision: revision, ticket: nil, events: [wireEvent])
        case .created, .updated:
            guard case .event(let event) = try ServerMessage(decoding: wireEvent.payload) else {
                throw UnfitValue(column: 2, text: payload)
            }
            return Acceptance(
                revision: revision,
                ticket: event.change.ticket,
                events: [wireEvent]
            )
        }
    }

    /// The time at which the lock of the ticket `id` was taken or last renewed; if that event is forgotten, the time of the
    /// oldest event that is kept; nil if there is none.
    func lockGrantedAt(of id: TicketID) throws -> Timestamp? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT coalesce(
                    (
                        SELECT at FROM events WHERE ticket_id = ? AND kind = 'locked'
                        ORDER BY revision DESC LIMIT 1
                    ),
                    (SELECT at FROM events ORDER BY revision LIMIT 1)
                )
                """
        )
        return try Int64.fetchOne(statement, arguments: [id.stored])
            .map(Timestamp.init(millisecondsSinceEpoch:))
    }

    /// Adds the next change; `intent` is that of the command that it answers.
    func insert(_ event: TicketEvent, payload: [UInt8], intent: Intent?) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO events (revision, at, kind, ticket_id, by_id, request_id, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [
                event.revision.number, event.at.stored, EventKind(of: event.change).rawValue,
                event.change.ticketID.stored, event.by?.id.stored, intent?.requestID.stored,
                String(decoding: payload, as: UTF8.self),
            ]
        )
        guard let intent else { return }
        // Or replace: a digest may be left of events that somebody deleted by hand.
        try database
            .cachedStatement(
                sql: "INSERT OR REPLACE INTO request_digests (revision, digest) VALUES (?, ?)"
            )
            .execute(arguments: [event.revision.number, Data(intent.digest.bytes)])
    }

    /// Whether more events are kept, or older ones, than should be.
    func hasSurplus(_ retention: Retention, at now: Timestamp) throws -> Bool {
        let (oldest, latest) = (try oldest(), try latest())
        guard oldest < latest else { return false }
        if latest.distance(from: oldest) >= retention.eventsMaximum { return true }
        let statement = try database.cachedStatement(
            sql: "SELECT at FROM events WHERE revision = ?"
        )
        guard let at = try Int64.fetchOne(statement, arguments: [oldest.number]) else {
            return false
        }
        return at < Self.limit(retention, at: now).stored
    }

    /// Forgets the oldest events and their digests, `limit` at most, as far as they are too many or too old; never the
    /// newest, and never one that stands behind one that is kept.
    func forget(_ retention: Retention, at now: Timestamp, limit: Int) throws {
        let (oldest, latest) = (try oldest(), try latest())
        let tooMany = latest.number - Int64(retention.eventsMaximum) + 1
        let reach = min(oldest.number + Int64(limit), latest.number)
        let statement = try database.cachedStatement(
            sql: "SELECT min(revision) FROM events WHERE revision < ? AND at >= ?"
        )
        let arguments: StatementArguments = [reach, Self.limit(retention, at: now).stored]
        let tooOld = try Int64.fetchOne(statement, arguments: arguments) ?? reach
        let end = min(max(tooMany, tooOld), reach)
        for sql in [
            "DELETE FROM events WHERE revision < ?",
            "DELETE FROM request_digests WHERE revision < ?",
        ] { try database.cachedStatement(sql: sql).execute(arguments: [end]) }
    }

    private static func limit(_ retention: Retention, at now: Timestamp) -> Timestamp {
        now.adding(.zero - retention.eventAgeMaximum)
    }
}
