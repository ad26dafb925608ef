/// A committed change: what every agent sees.
public struct TicketEvent: Hashable, Sendable {
    /// Its place in the history.
    public let revision: Revision

    /// When it was committed, by the store's clock.
    public let at: Timestamp

    /// Who did it; nil if time did.
    public let by: User?

    /// What happened.
    public let change: TicketChange

    /// The change number `revision`.
    public init(revision: Revision, at: Timestamp, by: User?, change: TicketChange) {
        self.revision = revision
        self.at = at
        self.by = by
        self.change = change
    }
}
