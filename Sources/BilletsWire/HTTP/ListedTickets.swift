public import Billets

/// A page of `GET /api/tickets`, as far as a client needs it that changes tickets one after the other.
public struct ListedTickets: Hashable, Sendable {
    /// A ticket of the list.
    public struct Entry: Hashable, Sendable {
        /// Its id.
        public let id: TicketID

        /// Its title.
        public let title: String

        /// Its version, against which it can be changed.
        public let version: Int64

        /// A ticket of a list.
        public init(id: TicketID, title: String, version: Int64) {
            self.id = id
            self.title = title
            self.version = version
        }
    }

    /// The tickets of the page.
    public let tickets: [Entry]

    /// The cursor of the next page; nil: this is the last one.
    public let nextCursor: String?

    /// A page.
    public init(tickets: [Entry], nextCursor: String?) {
        self.tickets = tickets
        self.nextCursor = nextCursor
    }
}
