public import Billets

/// What a gateway answered to a command.
public enum CommandAnswer: Hashable, Sendable {
    /// It was carried out as this revision; the ticket is as it then stood.
    case accepted(Revision, Ticket?)

    /// It changed nothing.
    case rejected(Rejection)

    /// The ticket of an accepted command.
    public var ticket: Ticket? {
        if case .accepted(_, let ticket) = self { ticket } else { nil }
    }

    /// The revision of an accepted command.
    public var revision: Revision? {
        if case .accepted(let revision, _) = self { revision } else { nil }
    }

    /// The code of a rejected command.
    public var code: RejectionCode? {
        if case .rejected(let rejection) = self { rejection.code } else { nil }
    }
}
