/// An event that does not fit the board it was meant for: a promise of the protocol was broken.
public enum Discrepancy: Error, Hashable, Sendable {
    /// The event before it is missing, or it has come before.
    case outOfOrder(expected: Revision, received: Revision)

    /// It locks or unlocks a ticket that was never created.
    case unknownTicket(TicketID, Revision)
}
