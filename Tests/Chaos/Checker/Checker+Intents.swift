import Billets
import BilletsWire

/// Who gave a command under which name.
private struct IntentKey: Hashable {
    let user: UserID
    let request: RequestID
}

extension Checker {
    /// Commands against the events table: accepted ones are there once, others never, or once at the most.
    func intentViolations() -> [Violation] {
        var rowsByIntent: [IntentKey: [EventRow]] = [:]
        for row in record.database.events {
            guard let request = row.requestID, let user = row.event.by?.id else { continue }
            rowsByIntent[IntentKey(user: user, request: request), default: []].append(row)
        }
        return record.agents.flatMap { agent in
            agent.intents.compactMap { intent in
                let key = IntentKey(user: intent.userID, request: intent.requestID)
                return violation(of: intent, rowsByIntent[key] ?? [], by: agent)
            }
        }
    }

    private func violation(
        of intent: Intent,
        _ found: [EventRow],
        by agent: AgentRecord
    ) -> Violation? {
        let excerpt = [line(intent, of: agent)] + found.map { line($0.event) }
        switch intent.outcome {
        case .accepted(let revision, let ticket):
            guard found.count == 1, let row = found.first, row.event.revision == revision else {
                let revisions = found.map { "\($0.event.revision)" }
                return Violation(
                    .acceptedIsThereOnce,
                    "accepted as \(revision), in the table as \(revisions)",
                    excerpt: excerpt
                )
            }
            guard row.event.change.isAnswer(to: intent.message) else {
                return Violation(
                    .acceptedIsThereOnce,
                    "accepted as \(revision), which is something else",
                    excerpt: excerpt
                )
            }
            guard
                ticket == nil || row.event.change.ticket == nil || row.event.change.ticket == ticket
            else {
                // Locks answer with the ticket as it stands later, over HTTP.
                return Violation(
                    .acceptedIsThereOnce,
                    "the answer to \(revision) tells another ticket than the event",
                    excerpt: excerpt + ["\(ticket.map { "\($0)" } ?? "")"]
                )
            }
            return nil
        case .rejected where intent.attemptsUnknown == 0:
            return found.isEmpty
                ? nil
                : Violation(.rejectedChangedNothing, "rejected, and carried out", excerpt: excerpt)
        case .rejected, .unknown:
            // An attempt that went without an answer may have been carried out, also after a later one was refused.
            return found.count <= 1
                ? nil
                : Violation(
                    .unknownIsThereOnceAtMost,
                    "carried out \(found.count) times",
                    excerpt: excerpt
                )
        }
    }

    /// Updates: each is one version further, was made against the version before, and changed nothing but what it named.
    func updateViolations() -> [Violation] {
        var intents: [RequestID: Intent] = [:]
        for intent in record.agents.flatMap(\.intents) { intents[intent.requestID] = intent }
        return revisionsByTicket.values.flatMap { rows in
            var before: Ticket?
            return rows.compactMap { row -> Violation? in
                defer { before = before.after(row.event.change) }
                guard case .updated(let ticket) = row.event.change else { return nil }
                let sentence: String?
                if let before, ticket.version != before.version + 1 {
                    sentence = "version \(ticket.version) follows \(before.version)"
                } else if let intent = row.requestID.flatMap({ intents[$0] }),
                    case .updateTicket(_, let seen, let edit) = intent.message
                {
                    sentence = Self.fault(of: ticket, before: before, seen: seen, edit)
                } else {
                    sentence = nil
                }
                return sentence.map {
                    Violation(
                        .updatesSawTheChange,
                        $0,
                        excerpt: excerpt(of: ticket.id, upTo: row.event.revision)
                    )
                }
            }
        }
    }

    private static func fault(
        of ticket: Ticket,
        before: Ticket?,
        seen: Int64,
        _ edit: TicketEdit
    ) -> String? {
        guard ticket.version == seen + 1 else {
            return "an update that was made against version \(seen) made version \(ticket.version)"
        }
        guard let before else { return nil }
        let isAsNamed =
            ticket.title == (edit.title ?? before.title)
            && ticket.description == (edit.description ?? before.description)
            && ticket.status == (edit.status ?? before.status)
            && ticket.priority == (edit.priority ?? before.priority)
        return isAsNamed ? nil : "an update changed what it did not name, or not what it named"
    }
}

extension TicketChange {
    /// Whether it is what `message` asks for.
    fileprivate func isAnswer(to message: ClientMessage) -> Bool {
        switch (message, self) {
        case (.createTicket(let draft), .created(let ticket)):
            ticket.title == draft.title && (draft.id == nil || draft.id == ticket.id)
        case (.updateTicket(let id, _, _), .updated(let ticket)): id == ticket.id
        case (.lockTicket(let id), .locked(let locked, _)): id == locked
        case (.unlockTicket(let id), .unlocked(let unlocked, .released)): id == unlocked
        case (.getTickets, _), (.createTicket, _), (.updateTicket, _), (.lockTicket, _),
            (.unlockTicket, _):
            false
        }
    }
}

extension Ticket? {
    /// The ticket after a change of it.
    fileprivate func after(_ change: TicketChange) -> Ticket? {
        var ticket = self
        switch change {
        case .created(let made), .updated(let made): ticket = made
        case .locked(_, let lock): ticket?.lock = lock
        case .unlocked: ticket?.lock = nil
        }
        return ticket
    }
}
