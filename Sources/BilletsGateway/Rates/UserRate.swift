import Synchronization

/// How fast one user has been sending: a leaky bucket in one atomic number, which the sockets of all event
/// loops share without a lock.
final class UserRate: Sendable {
    private let rate: MessageRate

    /// When the bucket will be empty, in nanoseconds of the monotonic clock.
    private let emptyAt = Atomic<Int64>(.min)

    /// A user who has sent nothing yet.
    init(_ rate: MessageRate) {
        self.rate = rate
    }

    /// Counts a message at the moment `now`, in nanoseconds of the monotonic clock; false if it is one too
    /// many, which is not counted.
    func admit(at now: Int64) -> Bool {
        var seen = emptyAt.load(ordering: .relaxed)
        while true {
            let next = max(seen, now) + rate.intervalNanoseconds
            guard next - now <= rate.burstNanoseconds else { return false }
            let (exchanged, original) = emptyAt.compareExchange(
                expected: seen,
                desired: next,
                ordering: .relaxed
            )
            if exchanged { return true }
            seen = original
        }
    }

    /// Whether nothing of what was sent counts any more.
    func isIdle(at now: Int64) -> Bool {
        emptyAt.load(ordering: .relaxed) <= now
    }
}
