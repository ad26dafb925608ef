/// A piece of what happened to one ticket.
public struct HistoryPage: Hashable, Sendable {
    /// The changes, the newest first.
    public let events: [WireEvent]

    /// Whether older ones are kept.
    public let hasMore: Bool

    /// A page of a history.
    public init(events: [WireEvent], hasMore: Bool) {
        self.events = events
        self.hasMore = hasMore
    }
}
