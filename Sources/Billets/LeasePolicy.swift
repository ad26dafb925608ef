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

    /// Whether `lock` has outlived the last socket of its holder, who left at `departure`.
    ///
    /// A lock taken or renewed after the departure, over HTTP say, lives as long as its lease.
    public func isAbandoned(
        _ lock: TicketLock,
        holderLeftAt departure: Timestamp,
        at now: Timestamp
    ) -> Bool {
        let takenAt = lock.expiresAt.adding(.zero - leaseDuration)
        return takenAt <= departure && departure.adding(disconnectGrace) <= now
    }
}
