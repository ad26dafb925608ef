/// An open-loop schedule: the times at which changes are due, independent of how long earlier ones take.
///
/// A change that is sent late is still measured from the time at which it was due, so that a gateway that stalls does not
/// hide its own latency (coordinated omission). A value without a clock.
public struct Pacer: Sendable {
    /// What to do now.
    public enum Step: Hashable, Sendable {
        /// Send a change that is, or was, due at this time.
        case send(due: UInt64)

        /// Come back at this time.
        case wait(until: UInt64)

        /// Nothing more is due.
        case over
    }

    private let profile: RateProfile
    private let share: ScheduleShare
    private let start: UInt64
    private let end: UInt64
    private var next: Int64 = 0

    /// A schedule from `start` to `end`, in nanoseconds of a monotonic clock, or one process's share of it.
    public init(
        _ profile: RateProfile,
        share: ScheduleShare = .whole,
        start: UInt64,
        end: UInt64
    ) {
        self.profile = profile
        self.share = share
        self.start = start
        self.end = end
    }

    /// What to do at `now`; after `send` the change counts as sent.
    public mutating func step(now: UInt64) -> Step {
        let step = peek(now: now)
        if case .send = step { next += 1 }
        return step
    }

    /// What to do at `now`, and nothing counts as done.
    public func peek(now: UInt64) -> Step {
        let seconds = profile.secondsUntil(share.number(next))
        guard seconds < Double(end - start) / 1e9 else { return .over }
        let due = start + UInt64(seconds * 1e9)
        return due <= now ? .send(due: due) : .wait(until: due)
    }
}
