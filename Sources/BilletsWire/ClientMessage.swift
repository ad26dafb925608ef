public import Billets

/// What a client says to its gateway.
public enum ClientMessage: Hashable, Sendable {
    /// Send me everything, or what I missed since I was there; and from then on every event.
    case getTickets(since: Cursor?)

    /// Make a ticket.
    case createTicket(TicketDraft)

    /// Give me the lock of this ticket, or renew it.
    case lockTicket(TicketID)

    /// Change this ticket, if it still is at `version`.
    case updateTicket(TicketID, version: Int64, TicketEdit)

    /// Take back the lock of this ticket.
    case unlockTicket(TicketID)
}
