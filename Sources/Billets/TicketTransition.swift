/// One step of a ticket, decided but not yet committed: the store gives it a revision and a time.
public struct TicketTransition: Hashable, Sendable {
    /// Who takes it; nil if time does.
    public let by: User?

    /// What happens.
    public let change: TicketChange

    /// The ticket before it; for a creation, the ticket as it begins.
    public let before: Ticket

    /// The ticket after it.
    public let ticket: Ticket
}
