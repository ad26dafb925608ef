public import Billets

/// An answer to GetTickets: the events behind it follow from its place.
public struct StreamStart: Hashable, Sendable {
    /// What the client said it had seen.
    public let since: Cursor?

    /// The place right before the first event of the stream.
    public let cursor: Cursor

    /// Whether it was `AllTickets`; else it was `Resumed`.
    public let isSnapshot: Bool

    /// How many events the client had got before it, from earlier streams of the same socket.
    public let eventsBefore: Int

    /// The start of a stream.
    public init(since: Cursor?, cursor: Cursor, isSnapshot: Bool, eventsBefore: Int) {
        self.since = since
        self.cursor = cursor
        self.isSnapshot = isSnapshot
        self.eventsBefore = eventsBefore
    }
}
