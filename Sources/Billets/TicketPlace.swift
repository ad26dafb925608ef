/// Where a ticket stands in a sorted list: what a page begins behind (keyset pagination).
public struct TicketPlace: Hashable, Sendable {
    /// What the ticket is sorted by, as `TicketOrder.key` has it.
    public let key: Int64

    /// Its number, which decides between tickets with one key.
    public let number: Int64

    /// The place of a ticket.
    public init(key: Int64, number: Int64) {
        self.key = key
        self.number = number
    }
}
