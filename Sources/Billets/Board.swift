/// All tickets of a database at one revision: what a client makes of a snapshot and the events
/// that follow it.
public struct Board: Hashable, Sendable {
    /// Where in the history it stands.
    public private(set) var cursor: Cursor

    /// The tickets by id.
    public private(set) var tickets: [TicketID: Ticket]

    /// The board of a snapshot taken at `cursor`.
    public init(cursor: Cursor, tickets: [Ticket] = []) {
        self.cursor = cursor
        self.tickets = Dictionary(tickets.map { ($0.id, $0) }) { _, later in later }
    }

    /// Takes the next change in.
    ///
    /// - Throws: a `Discrepancy`, and changes nothing, if `event` is not the next one or speaks of a
    ///   ticket that the board does not have.
    public mutating func apply(_ event: TicketEvent) throws(Discrepancy) {
        guard event.revision == cursor.revision.next else {
            throw .outOfOrder(expected: cursor.revision.next, received: event.revision)
        }
        switch event.change {
        case .created(let ticket), .updated(let ticket):
            tickets[ticket.id] = ticket
        case .locked(let id, let lock):
            try set(lock: lock, of: id, at: event.revision)
        case .unlocked(let id, _):
            try set(lock: nil, of: id, at: event.revision)
        }
        cursor.revision = event.revision
    }

    private mutating func set(
        lock: TicketLock?,
        of id: TicketID,
        at revision: Revision
    ) throws(Discrepancy) {
        guard tickets[id] != nil else { throw .unknownTicket(id, revision) }
        tickets[id]?.lock = lock
    }
}
