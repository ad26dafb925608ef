/// How long locks live.
public struct LeasePolicy: Hashable, Sendable {
    /// How long a lock lasts unless it is renewed.
    public var leaseDuration: Duration

    /// How long a lock outlives the last socket of its holder.
    public var disconnectGrace: Duration

    /// 120 s, and 15 s without a socket, unless said otherwise.
    public init(
        leaseDuration: Duration = .seconds(120),
        disconnectGrace: Duration = .seconds(15)
    ) {
        self.leaseDuration = leaseDuration
        self.disconnectGrace = disconnectGrace
    }

    /// The lock that `holder` gets, or has after renewing `held`, at the moment `now`.
    func lock(for holder: User, renewing held: TicketLock?, at now: Timestamp) -> TicketLock {
        TicketLock(
            holder: holder,
            since: held?.since ?? now,
            expiresAt: now.adding(leaseDuration)
        )
    }

    /// Returns true if a lock has outlived the last socket of its holder, who left at `departure`.
    ///
    /// A lock taken or renewed after the departure, over HTTP say, lives as long as its lease. The `grant` is when it was
    /// taken or last renewed, or a later moment if that is not known. It is not reckoned from the end of the lock, which
    /// may have been granted for another duration than `leaseDuration`.
    public func isAbandoned(
        grantedAt grant: Timestamp,
        holderLeftAt departure: Timestamp,
        at now: Timestamp
    ) -> Bool {
        grant <= departure && departure.adding(disconnectGrace) <= now
    }
}
