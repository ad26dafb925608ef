public import Billets

/// A piece of a database's history.
public struct EventPage: Hashable, Sendable {
    /// Where the database stood when the page was read.
    public let latest: Cursor

    /// The oldest change that is still kept; one more than `latest` when none is.
    ///
    /// A reader who has not seen the one before it needs a snapshot.
    public let oldestRetained: Revision

    /// The changes asked for, in order, without a gap.
    public let events: [WireEvent]

    /// A page as one read transaction saw it.
    public init(latest: Cursor, oldestRetained: Revision, events: [WireEvent]) {
        self.latest = latest
        self.oldestRetained = oldestRetained
        self.events = events
    }
}
