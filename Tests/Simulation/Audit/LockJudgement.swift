import Billets

/// Judges a change by who holds which lock, according to the events before it and to the store's clock.
struct LockJudgement {
    /// The tickets before the change.
    let tickets: [TicketID: Ticket]

    /// What the store's clock shows.
    let clock: Timestamp

    /// The promise that `event` breaks; nil if it breaks none.
    func broken(by event: TicketEvent, isHere: (UserID) -> Bool) -> String? {
        switch event.change {
        case .created(let ticket):
            tickets[ticket.id] == nil ? nil : "ticket \(ticket.number) was created twice"
        case .updated(let ticket): brokenByUpdate(of: ticket, by: event.by)
        case .locked(let id, let lock): brokenByLock(lock, of: id)
        case .unlocked(let id, let reason):
            brokenByUnlock(of: id, reason, by: event.by, isHere: isHere)
        }
    }

    private func brokenByUpdate(of ticket: Ticket, by user: User?) -> String? {
        guard let held = tickets[ticket.id]?.lock, held.holder != user, clock < held.expiresAt
        else { return nil }
        return "ticket \(ticket.number) was updated while \(held.holder.name) held its lock"
    }

    private func brokenByLock(_ lock: TicketLock, of id: TicketID) -> String? {
        guard let ticket = tickets[id] else { return "a ticket was locked that there is not" }
        if let held = ticket.lock, held.holder != lock.holder {
            return """
                \(lock.holder.name) got the lock of ticket \(ticket.number), and \(held.holder.name) \
                held it
                """
        }
        return clock < lock.expiresAt
            ? nil : "\(lock.holder.name) got a lock that has run out by the store's clock"
    }

    private func brokenByUnlock(
        of id: TicketID,
        _ reason: UnlockReason,
        by user: User?,
        isHere: (UserID) -> Bool
    ) -> String? {
        guard let ticket = tickets[id], let held = ticket.lock else {
            return "a lock ended that nobody held"
        }
        switch reason {
        case .released where held.holder != user:
            return "a lock of \(held.holder.name) was given back by somebody else"
        case .expired where clock < held.expiresAt:
            return """
                the lease of \(held.holder.name) for ticket \(ticket.number) was ended \
                \(held.expiresAt.milliseconds(since: clock)) ms before its time: two would hold it
                """
        case .disconnected where isHere(held.holder.id):
            return "a lock of \(held.holder.name) was taken for abandoned, and they are here"
        case .released, .expired, .disconnected, .forced:
            return nil
        }
    }
}
