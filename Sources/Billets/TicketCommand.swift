/// What a user wants done to the tickets.
public enum TicketCommand: Hashable, Sendable {
    /// Make a ticket.
    case create(TicketDraft)

    /// Take the lock of a ticket, or renew it.
    case lock(TicketID)

    /// Change a ticket's content, if it still is at `version`.
    case update(TicketID, version: Int64, TicketEdit)

    /// Give the lock of a ticket back.
    case unlock(TicketID)
}
