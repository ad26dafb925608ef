/// Decides when to write into the log that something was dropped: at once, and then one line each
/// interval with the counts, however many there are.
struct DropLog {
    private let interval: Duration
    private var counts: [RedisBusDrop: Int] = [:]
    private var silentUntil: ContinuousClock.Instant?

    /// A log that writes at most one line each `interval`.
    init(interval: Duration) {
        self.interval = interval
    }

    /// When `due` is to be called, if ever.
    var deadline: ContinuousClock.Instant? {
        counts.isEmpty ? nil : silentUntil
    }

    /// Something was dropped.
    mutating func note(_ count: Int, because reason: RedisBusDrop) {
        if count > 0 { counts[reason, default: 0] += count }
    }

    /// What was dropped since the last line, by reason; nil if there is nothing to tell, or not yet.
    mutating func due(now: ContinuousClock.Instant) -> [RedisBusDrop: Int]? {
        if let silentUntil, now < silentUntil { return nil }
        guard !counts.isEmpty else { return nil }
        defer { counts = [:] }
        silentUntil = now.advanced(by: interval)
        return counts
    }
}
