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
        let full = full(at: now)
        let begin = bounded(max(emptyAt ?? now, now), at: now)
        let end = begin.adding(interval)
        guard end <= full else {
            return .refused(retryAfter: .milliseconds(end.milliseconds(since: full)))
        }
        return .admitted(emptyAt: end)
    }

    /// The moment `emptyAt`, or the one at which a full bucket will be empty, if that is earlier.
    ///
    /// A later moment was stored before the clock was set back. Store the bounded moment even if the attempt is refused:
    /// the bucket then drains from now on.
    public func bounded(_ emptyAt: Timestamp, at now: Timestamp) -> Timestamp {
        min(emptyAt, full(at: now))
    }

    private func full(at now: Timestamp) -> Timestamp {
        now.adding(interval * burst)
    }
}
