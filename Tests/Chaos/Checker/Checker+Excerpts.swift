import Billets

extension Checker {
    /// An event in one line.
    func line(_ event: TicketEvent) -> String {
        let who = event.by?.name ?? "time"
        let start = "\(event.revision) at \(event.at.millisecondsSinceEpoch) \(who)"
        let request = rows[event.revision]?.requestID.map { " (request \($0))" } ?? ""
        return switch event.change {
        case .created(let ticket): "\(start) created \(ticket.id) '\(ticket.title)'" + request
        case .updated(let ticket):
            "\(start) updated \(ticket.id) to version \(ticket.version) '\(ticket.title)'" + request
        case .locked(let id, let lock):
            "\(start) locked \(id) since \(lock.since.millisecondsSinceEpoch) until "
                + "\(lock.expiresAt.millisecondsSinceEpoch)" + request
        case .unlocked(let id, let reason): "\(start) unlocked \(id): \(reason.rawValue)" + request
        }
    }

    /// The last events of a ticket up to a revision; the last of all where there is none.
    func excerpt(of ticket: TicketID, upTo revision: Revision?) -> [String] {
        (revisionsByTicket[ticket] ?? [])
            .filter { row in revision.map { row.event.revision <= $0 } ?? true }
            .suffix(Self.excerptLinesMaximum).map { line($0.event) }
    }

    /// A command in one line.
    func line(_ intent: Intent, of agent: AgentRecord) -> String {
        let outcome =
            switch intent.outcome {
            case .accepted(let revision, _): "accepted as \(revision)"
            case .rejected(let code): "rejected: \(code.rawValue)"
            case .unknown: "of unknown fate"
            }
        return
            "\(agent.name) (\(agent.user.name)) \(intent.requestID) sent \(intent.attempts) times "
            + "from \(intent.sentAt) on, \(intent.attemptsUnknown) without an answer, \(outcome): "
            + "\(intent.message)"
    }
}
