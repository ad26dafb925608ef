extension CommandRequest {
    /// What follows from the command, in the order in which it is to be committed, all or none; never
    /// empty.
    ///
    /// `newID` makes the id of a new ticket whose client chose none. It throws a `Rejection` by the
    /// rules, or whatever `ledger` throws.
    public func steps(
        in ledger: some TicketLedger,
        under leases: LeasePolicy,
        at now: Timestamp,
        newID: () -> TicketID
    ) throws -> [TicketTransition] {
        switch command {
        case .create(let draft):
            let id = try draft.id.map { try unused($0, in: ledger) } ?? newID()
            return [
                try Ticket.creating(
                    draft,
                    id: id,
                    number: try ledger.nextNumber(),
                    assignee: try draft.assignee.map { try known($0, in: ledger) },
                    by: user,
                    at: now
                )
            ]
        case .lock(let id):
            return try existing(id, in: ledger).locking(by: user, under: leases, at: now)
        case .update(let id, let seenVersion, let edit):
            let assignee: User? =
                switch edit.assignee {
                case .unchanged, .nobody: nil
                case .user(let id): try known(id, in: ledger)
                }
            return try existing(id, in: ledger)
                .updating(
                    edit,
                    assignee: assignee,
                    seenVersion: seenVersion,
                    by: user,
                    at: now
                )
        case .unlock(let id):
            return try existing(id, in: ledger).unlocking(by: user, at: now)
        case .forceUnlock(let id):
            return try existing(id, in: ledger).forcingLock(by: user, at: now)
        }
    }

    private func existing(_ id: TicketID, in ledger: some TicketLedger) throws -> Ticket {
        guard let ticket = try ledger.ticket(id) else {
            throw Rejection(.notFound, "There is no ticket with the id \(id).")
        }
        return ticket
    }

    private func unused(_ id: TicketID, in ledger: some TicketLedger) throws -> TicketID {
        guard try ledger.ticket(id) == nil else {
            throw Rejection(
                .invalidMessage,
                "There is a ticket with the id \(id) already: choose another, or leave it out."
            )
        }
        return id
    }

    private func known(_ id: UserID, in ledger: some TicketLedger) throws -> User {
        guard let user = try ledger.assignee(id) else {
            throw Rejection(
                .notFound,
                "There is nobody with the id \(id) to whom a ticket could be assigned."
            )
        }
        return user
    }
}
