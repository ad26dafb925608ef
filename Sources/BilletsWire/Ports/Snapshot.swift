public import Billets

/// All tickets at exactly one revision.
public struct Snapshot: Hashable, Sendable {
    /// Where in the history it was taken.
    public let cursor: Cursor

    /// The tickets, by number.
    public let tickets: [Ticket]

    /// The tickets at `cursor`.
    public init(cursor: Cursor, tickets: [Ticket]) {
        self.cursor = cursor
        self.tickets = tickets
    }
}
