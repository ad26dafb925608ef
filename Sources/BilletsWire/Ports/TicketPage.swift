public import Billets

/// A piece of a list of tickets, as one read transaction saw it.
public struct TicketPage: Hashable, Sendable {
    /// Where the database stood.
    public let latest: Cursor

    /// The tickets, in the order that was asked for.
    public let tickets: [Ticket]

    /// Behind which place the next page begins; nil if this is the last one.
    public let next: TicketPlace?

    /// A page of a list.
    public init(latest: Cursor, tickets: [Ticket], next: TicketPlace?) {
        self.latest = latest
        self.tickets = tickets
        self.next = next
    }

    /// The page of `limit` tickets that `tickets` begins with; it holds one more if others follow.
    public init(latest: Cursor, tickets: [Ticket], order: TicketOrder, limit: Int) {
        let page = Array(tickets.prefix(limit))
        let next = tickets.count > limit ? page.last.map(order.place) : nil
        self.init(latest: latest, tickets: page, next: next)
    }
}
