import Billets
import BilletsWire

/// Judges what a simulated world does by the promises of the protocol.
///
/// It keeps its own copy of every history, and knows what each client was told; each question is answered
/// with the promise that was broken, or nil.
struct Auditor {
    private struct Commit {
        let serial: Int
        let epoch: Epoch
        let event: TicketEvent
    }

    private let retainedEventsMaximum: Int
    private var former: [Epoch: Lineage] = [:]
    private var backup = Lineage()
    private var commits: [RequestID: [Commit]] = [:]
    private var acknowledged: [Int: RequestID] = [:]
    private var lost: Set<Int> = []
    private var serials = 0

    /// The present history.
    private(set) var current = Lineage()

    /// What the present history is called.
    private(set) var epoch: Epoch

    /// The judge of an empty database.
    init(epoch: Epoch, retainedEventsMaximum: Int) {
        self.epoch = epoch
        self.retainedEventsMaximum = retainedEventsMaximum
    }

    /// The history `epoch`; nil if there never was one.
    func lineage(_ epoch: Epoch) -> Lineage? {
        epoch == self.epoch ? current : former[epoch]
    }

    /// A backup was made.
    mutating func backUp() {
        backup = current
    }

    /// The last backup was restored, as the history `epoch`: what was committed after it is lost.
    mutating func restore(as epoch: Epoch) {
        former[self.epoch] = current
        let kept = Set(backup.rows.map(\.serial))
        lost.formUnion(current.rows.map(\.serial).filter { !kept.contains($0) })
        current = backup
        self.epoch = epoch
    }

    /// These changes were committed in one go, for `request` or because time went by, when the store's clock
    /// showed `clock`.
    ///
    /// `isHere` answers whether a user has a socket of which the store must know.
    mutating func committed(
        _ events: [TicketEvent],
        for request: CommandRequest?,
        at clock: Timestamp,
        isHere: (UserID) -> Bool
    ) -> String? {
        if let broken = carriedOutTwice(request) { return broken }
        for (index, event) in events.enumerated() {
            guard event.revision == current.latest.next else {
                return "revision \(event.revision) was committed after \(current.latest)"
            }
            let judgement = LockJudgement(tickets: current.tickets, clock: clock)
            let broken =
                judgement.broken(by: event, isHere: isHere)
                ?? overwritten(by: event, for: request)
            if let broken { return broken }
            serials += 1
            let isLast = index == events.count - 1
            let requestID = isLast ? request?.requestID : nil
            current.append(LineageRow(serial: serials, event: event, requestID: requestID))
            if let requestID {
                commits[requestID, default: []]
                    .append(Commit(serial: serials, epoch: epoch, event: event))
            }
        }
        return nil
    }

    /// A client was told that its command was accepted.
    mutating func acknowledged(
        _ requestID: RequestID,
        _ revision: Revision,
        _ ticket: Ticket?
    ) -> String? {
        let found = commits[requestID]?.last { $0.event.revision == revision }
        guard let commit = found else {
            return "command \(requestID.short) was accepted as \(revision), and is not committed so"
        }
        guard commit.event.change.ticket == ticket else {
            return
                "command \(requestID.short) was accepted with another ticket than revision \(revision) has"
        }
        acknowledged[commit.serial] = requestID
        return nil
    }

    /// A client applied an event of the history `epoch`.
    func applied(_ event: TicketEvent, of epoch: Epoch) -> String? {
        guard let row = lineage(epoch)?[event.revision] else {
            return "an event \(event.revision) was applied that is not in the table"
        }
        return row.event == event
            ? nil : "the event \(event.revision) that was applied is not its row in the table"
    }

    /// A client has a board that it got whole.
    func received(_ board: Board) -> String? {
        let cursor = board.cursor
        guard let tickets = lineage(cursor.epoch)?.board(at: cursor.revision) else {
            return "a board at revision \(cursor.revision), which never was"
        }
        return board.tickets == tickets
            ? nil : "a board at revision \(cursor.revision) that is not the state at it"
    }

    /// A gateway that had delivered everything up to `delivered` starts over at `cursor`.
    ///
    /// Whoever still hears of a history that was replaced has to, sooner or later: only the present one is judged.
    func startedOver(_ delivered: Cursor, at cursor: Cursor) -> String? {
        guard cursor.epoch == delivered.epoch, delivered.epoch == epoch,
            delivered.revision.number + 1 >= oldestRetained
        else { return nil }
        return "everybody was sent away at revision \(delivered.revision), for nothing"
    }

    /// Everything is quiet, and this is the database.
    func settled(_ snapshot: Snapshot, _ page: EventPage) -> String? {
        guard snapshot.cursor == Cursor(epoch: epoch, revision: current.latest),
            snapshot.tickets == current.tickets.values.sorted(by: { $0.number < $1.number })
        else { return "the database is not what its events make of it" }
        let oldest = oldestRetained
        guard page.oldestRetained.number == oldest,
            page.events.map(\.cursor.revision.number) == Array(oldest..<current.latest.number + 1)
        else { return "the events that should be kept are not" }
        let serials = Set(current.rows.map(\.serial))
        let missing = acknowledged.filter { !serials.contains($0.key) && !lost.contains($0.key) }
        return missing.keys.min()
            .map { "an accepted command is not in the database, commit \($0)" }
    }

    /// The oldest revision that the store keeps.
    private var oldestRetained: Int64 {
        max(1, Int64(current.rows.count - retainedEventsMaximum + 1))
    }

    private func carriedOutTwice(_ request: CommandRequest?) -> String? {
        guard let requestID = request?.requestID, let earlier = commits[requestID] else {
            return nil
        }
        for commit in earlier {
            let revision = commit.event.revision
            guard let row = current[revision], row.serial == commit.serial,
                revision.number >= oldestRetained
            else { continue }
            return "command \(requestID.short) was carried out twice, first as revision \(revision)"
        }
        return nil
    }

    private func overwritten(by event: TicketEvent, for request: CommandRequest?) -> String? {
        guard case .updated(let ticket) = event.change else { return nil }
        guard case .update(let id, let seen, _) = request?.command, id == ticket.id else {
            return "ticket \(ticket.number) was updated, which nobody asked for"
        }
        let version = current.tickets[id]?.version
        guard let seen else { return nil }
        guard version == seen, ticket.version == seen + 1 else {
            return """
                ticket \(ticket.number) was updated against version \(seen), and was at \
                version \(version ?? 0)
                """
        }
        return nil
    }
}
