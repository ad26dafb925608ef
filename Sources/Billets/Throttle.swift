/// How often something may be tried: `burst` times at once, and once more for each `interval` that passes.
///
/// It is a leaky bucket that keeps nothing but the moment at which it will be empty (the generic cell
/// rate algorithm, ITU-T I.371).
public struct Throttle: Hashable, Sendable {
    /// How often at once, 1 or more.
    public let burst: Int

    /// In what time one more may be tried.
    public let interval: Duration

    /// What becomes of an attempt.
    public enum Verdict: Hashable, Sendable {
        /// It may be made; the bucket will be empty at this moment.
        case admitted(emptyAt: Timestamp)

        /// It may not: there is room for one after this time.
        case refused(retryAfter: Duration)
    }

    /// A throttle of `burst` attempts, and one more for each `interval`.
    public init(burst: Int, interval: Duration) {
        precondition(burst >= 1 && interval > .zero, "A throttle lets something through.")
        self.burst = burst
        self.interval = interval
    }

    /// Judges an attempt at the moment `now`; nil: the bucket is empty.
    public func judge(emptyAt: Timestamp?, at now: Timestamp) -> Verdict {
        let full = now.adding(interval * burst)
        // A clock that was set back must not shut anybody out for longer than a full bucket does.
        let begin = min(max(emptyAt ?? now, now), full)
        let end = begin.adding(interval)
        guard end <= full else {
            return .refused(retryAfter: .milliseconds(end.milliseconds(since: full)))
        }
        return .admitted(emptyAt: end)
    }
}
