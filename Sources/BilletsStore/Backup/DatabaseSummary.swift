public import Billets

/// What a database holds, in a line.
public struct DatabaseSummary: Hashable, Sendable {
    /// How many tickets.
    public let tickets: Int64

    /// The history that its revisions count in, and the newest of them.
    public let cursor: Cursor

    /// How large its file is.
    public let bytes: Int64
}

extension DatabaseSummary: CustomStringConvertible {
    /// `12 tickets at revision 42 of the epoch 0189…, 98304 bytes`.
    public var description: String {
        """
        \(tickets) tickets at revision \(cursor.revision.number) of the epoch \(cursor.epoch), \
        \(bytes) bytes
        """
    }
}
