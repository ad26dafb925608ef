import Billets
import BilletsWire

extension Checker {
    /// Locks by the events table: what each event did to the lock that was there.
    func lockViolations() -> [Violation] {
        revisionsByTicket.flatMap { id, rows in
            var lock: TicketLock?
            return rows.compactMap { row -> Violation? in
                let event = row.event
                let fault = Self.fault(of: event, while: lock)
                switch event.change {
                case .created, .updated: break
                case .locked(_, let taken): lock = taken
                case .unlocked: lock = nil
                }
                return fault.map {
                    Violation(
                        .locksExclude,
                        $0,
                        excerpt: excerpt(of: id, upTo: event.revision)
                    )
                }
            }
        }
    }

    private static func fault(of event: TicketEvent, while lock: TicketLock?) -> String? {
        let held = lock.flatMap { event.at < $0.expiresAt ? $0 : nil }
        switch event.change {
        case .created: return nil
        case .updated(let ticket):
            if let held, held.holder.id != event.by?.id {
                return "\(event.revision) changes a ticket while \(held.holder.name) holds its lock"
            }
            return ticket.lock == held
                ? nil : "\(event.revision) tells of another lock than there is"
        case .locked(_, let taken):
            if taken.holder.id != event.by?.id { return "\(event.revision) locks for another" }
            if let lock, lock.holder.id != taken.holder.id {
                // Also where it has run out: its end must have been an event of its own.
                return "\(event.revision) takes a lock that \(lock.holder.name) holds"
            }
            if let held, held.since != taken.since {
                return "\(event.revision) renews, and forgets since when"
            }
            return nil
        case .unlocked(_, let reason):
            guard let lock else { return "\(event.revision) ends a lock that nobody holds" }
            switch reason {
            case .expired:
                return held == nil
                    ? nil : "\(event.revision) ends the lock of \(lock.holder.name) before its time"
            case .released:
                return lock.holder.id == event.by?.id
                    ? nil : "\(event.revision) gives back the lock of \(lock.holder.name)"
            case .disconnected, .forced: return nil
            }
        }
    }

    /// Leases by a clock that never jumps: from when a lock was asked for, nobody else gets in before its time has passed.
    ///
    /// The holder asked before the commit, and the other was answered after it: so the lock lasted no longer than from the
    /// one to the other.
    func leaseViolations() -> [Violation] {
        var intents: [Revision: Intent] = [:]
        for intent in record.agents.flatMap(\.intents) {
            if case .accepted(let revision, _) = intent.outcome { intents[revision] = intent }
        }
        return revisionsByTicket.flatMap { id, rows in
            var last: (holder: User, intent: Intent)?
            return rows.compactMap { row -> Violation? in
                let event = row.event
                let previous = last
                switch event.change {
                case .created: return nil
                case .locked(_, let lock):
                    last = intents[event.revision].map { (lock.holder, $0) }
                case .updated: break
                case .unlocked(_, .expired): return nil
                case .unlocked(_, .released), .unlocked(_, .disconnected), .unlocked(_, .forced):
                    last = nil
                    return nil
                }
                guard let previous, previous.holder.id != event.by?.id,
                    let answeredAt = intents[event.revision]?.answeredAt,
                    answeredAt < previous.intent.sentAt + record.leaseDuration
                else { return nil }
                // One lease, one violation, whatever happens to the ticket later.
                if case .updated = event.change { last = nil }
                return Violation(
                    .leasesLast,
                    "\(event.revision) came \(answeredAt - previous.intent.sentAt) after "
                        + "\(previous.holder.name) asked for the lock",
                    excerpt: excerpt(of: id, upTo: event.revision)
                )
            }
        }
    }
}
