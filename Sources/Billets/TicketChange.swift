/// What happened to one ticket.
public enum TicketChange: Hashable, Sendable {
    /// It came into being, as it stands here.
    case created(Ticket)

    /// Its content changed; it now stands as it does here.
    case updated(Ticket)

    /// Somebody took its lock, or renewed it.
    case locked(TicketID, TicketLock)

    /// Its lock ended.
    case unlocked(TicketID, UnlockReason)

    /// The ticket it happened to.
    public var ticketID: TicketID {
        switch self {
        case .created(let ticket), .updated(let ticket): ticket.id
        case .locked(let id, _), .unlocked(let id, _): id
        }
    }

    /// The ticket after it, where the change tells all of it: for a creation and an update.
    public var ticket: Ticket? {
        switch self {
        case .created(let ticket), .updated(let ticket): ticket
        case .locked, .unlocked: nil
        }
    }
}
