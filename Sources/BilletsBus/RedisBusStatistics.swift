/// What a Redis bus has done since it was made.
public struct RedisBusStatistics: Hashable, Sendable {
    /// Valid events that came in, our own included.
    public internal(set) var received = 0

    /// Events that Redis confirmed to have published for us.
    public internal(set) var published = 0

    /// Events and payloads that were dropped, by reason; a reason that never applied is missing.
    public internal(set) var dropped: [RedisBusDrop: Int] = [:]

    /// Attempts to connect again, of both connections.
    public internal(set) var reconnects = 0

    /// Probes that came back in time.
    public internal(set) var probesReturned = 0

    /// Probes that did not come back in time.
    public internal(set) var probesLate = 0

    /// Nothing done yet.
    init() {}

    /// Counts events or payloads that were dropped.
    mutating func drop(_ count: Int, because reason: RedisBusDrop) {
        if count > 0 { dropped[reason, default: 0] += count }
    }
}
