/// One user's exclusive right to change a ticket: a lease, which ends by itself.
public struct TicketLock: Hashable, Sendable {
    /// Who holds it.
    public var holder: User

    /// When they took it; a renewal keeps this.
    public var since: Timestamp

    /// When it ends unless it is renewed: from that very millisecond on it is not held.
    public var expiresAt: Timestamp

    /// The lock of `holder` from `since` to `expiresAt`.
    public init(holder: User, since: Timestamp, expiresAt: Timestamp) {
        self.holder = holder
        self.since = since
        self.expiresAt = expiresAt
    }
}
