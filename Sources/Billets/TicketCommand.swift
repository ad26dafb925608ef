/// What a user wants done to the tickets.
public enum TicketCommand: Hashable, Sendable {
    /// Make a ticket.
    case create(TicketDraft)

    /// Take the lock of a ticket, or renew it.
    case lock(TicketID)

    /// Change a ticket's content, if it still is at `version`; nil: at whichever version it is.
    case update(TicketID, version: Int64?, TicketEdit)

    /// Give the lock of a ticket back.
    case unlock(TicketID)

    /// Take the lock of a ticket away from whoever holds it: for administrators alone, as whoever gives
    /// the command has made sure.
    case forceUnlock(TicketID)
}
