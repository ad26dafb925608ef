/// The rules of tickets, locks and versions: what follows from a command, or from time alone.
///
/// Each answers the steps in the order in which they are to be committed, all or none.
extension Ticket {
    /// A new ticket.
    ///
    /// - Throws: `invalidMessage` or `tooLarge` for a text that is not within `TicketLimits`.
    public static func creating(
        _ draft: TicketDraft,
        id: TicketID,
        number: Int64,
        assignee: User?,
        by author: User,
        at now: Timestamp
    ) throws(Rejection) -> TicketTransition {
        let ticket = Ticket(
            id: id,
            number: number,
            title: try TicketLimits.title(draft.title),
            description: try TicketLimits.description(draft.description),
            status: draft.status,
            priority: draft.priority,
            assignee: assignee,
            version: 1,
            createdAt: now,
            createdBy: author,
            updatedAt: now,
            updatedBy: nil,
            lock: nil
        )
        return TicketTransition(
            by: author,
            change: .created(ticket),
            before: ticket,
            ticket: ticket
        )
    }

    /// `user` takes the lock, or renews it.
    ///
    /// - Throws: `locked` if someone else holds it.
    public func locking(
        by user: User,
        under policy: LeasePolicy,
        at now: Timestamp
    ) throws(Rejection) -> [TicketTransition] {
        try refuseIfHeld(byOtherThan: user, at: now)
        var steps = expiring(at: now).map { [$0] } ?? []
        let lock = policy.lock(for: user, renewing: self.lock(at: now), at: now)
        steps.append(setting(lock: lock, by: user, change: .locked(id, lock)))
        return steps
    }

    /// `user` gives the lock back.
    ///
    /// - Throws: `notLocked` if they do not hold it.
    public func unlocking(by user: User, at now: Timestamp) throws(Rejection) -> [TicketTransition]
    {
        guard let held = lock(at: now), held.holder.id == user.id else {
            throw Rejection(
                .notLocked,
                "You do not hold the lock of ticket \(number), so there is nothing to give back."
            )
        }
        return [setting(lock: nil, by: user, change: .unlocked(id, .released))]
    }

    /// The administrator `user` takes the lock away from whoever holds it.
    ///
    /// - Throws: `notLocked` if nobody does.
    public func forcingLock(
        by user: User,
        at now: Timestamp
    ) throws(Rejection) -> [TicketTransition] {
        guard lock(at: now) != nil else {
            throw Rejection(
                .notLocked,
                "Nobody holds the lock of ticket \(number), so there is nothing to take away."
            )
        }
        return [setting(lock: nil, by: user, change: .unlocked(id, .forced))]
    }

    /// `user` changes the content, having seen `seenVersion`; nil: whichever version it is at.
    ///
    /// `assignee` is the user whom `edit` names, if it names one.
    ///
    /// - Throws: `locked` if someone else holds the lock, `versionConflict` if the ticket has
    ///   changed since, `invalidMessage` or `tooLarge` for a text that is not within
    ///   `TicketLimits`, `invalidMessage` if no field is named.
    public func updating(
        _ edit: TicketEdit,
        assignee: User?,
        seenVersion: Int64?,
        by user: User,
        at now: Timestamp
    ) throws(Rejection) -> [TicketTransition] {
        try edit.refuseIfMalformed()
        try refuseIfHeld(byOtherThan: user, at: now)
        if let seenVersion, version != seenVersion {
            throw Rejection(
                .versionConflict,
                """
                Ticket \(number) is at version \(version) now, and your change was made against \
                version \(seenVersion): look at it again, and send your change against the new version.
                """,
                ticket: self
            )
        }
        let expiry = expiring(at: now)
        let before = expiry?.ticket ?? self
        var ticket = before
        if let title = edit.title { ticket.title = try TicketLimits.title(title) }
        if let description = edit.description {
            ticket.description = try TicketLimits.description(description)
        }
        ticket.status = edit.status ?? status
        ticket.priority = edit.priority ?? priority
        switch edit.assignee {
        case .unchanged: break
        case .nobody: ticket.assignee = nil
        case .user: ticket.assignee = assignee
        }
        ticket.version += 1
        ticket.updatedAt = now
        ticket.updatedBy = user
        let update = TicketTransition(
            by: user,
            change: .updated(ticket),
            before: before,
            ticket: ticket
        )
        return expiry.map { [$0, update] } ?? [update]
    }

    /// The lock ends because its time has run out; nil if it has not, or there is none.
    public func expiring(at now: Timestamp) -> TicketTransition? {
        guard lock != nil, lock(at: now) == nil else { return nil }
        return setting(lock: nil, by: nil, change: .unlocked(id, .expired))
    }

    /// The lock ends because its holder has been gone for too long; nil if there is none.
    public func abandoning() -> TicketTransition? {
        guard lock != nil else { return nil }
        return setting(lock: nil, by: nil, change: .unlocked(id, .disconnected))
    }

    /// The lock, if it has not run out by `now`.
    public func lock(at now: Timestamp) -> TicketLock? {
        lock.flatMap { now < $0.expiresAt ? $0 : nil }
    }

    private func refuseIfHeld(byOtherThan user: User, at now: Timestamp) throws(Rejection) {
        guard let held = lock(at: now), held.holder.id != user.id else { return }
        throw Rejection(
            .locked,
            "\(held.holder.name) is working on ticket \(number): wait until the lock is given back.",
            ticket: self
        )
    }

    private func setting(lock: TicketLock?, by user: User?, change: TicketChange)
        -> TicketTransition
    {
        var ticket = self
        ticket.lock = lock
        return TicketTransition(by: user, change: change, before: self, ticket: ticket)
    }
}
