/// Who waits for answers, and until when; everybody waits equally long.
///
/// A value without I/O: whoever it hands back is handed back once, and then told something by the caller.
struct WaitingAnswers<Waiter> {
    private let patience: Duration
    private let waitersMaximum: Int
    private var waiters: [UInt64: (Waiter, deadline: ContinuousClock.Instant)] = [:]
    private var oldest: UInt64 = 0
    private var next: UInt64 = 0

    /// Nobody waits; `waitersMaximum` may, each for `patience`.
    init(patience: Duration, waitersMaximum: Int) {
        self.patience = patience
        self.waitersMaximum = waitersMaximum
    }

    /// Lets somebody wait from now on.
    ///
    /// - Returns: the number under which to take them out; nil if as many wait as may.
    mutating func add(_ waiter: Waiter, at now: ContinuousClock.Instant) -> UInt64? {
        guard waiters.count < waitersMaximum else { return nil }
        defer { next += 1 }
        waiters[next] = (waiter, now + patience)
        return next
    }

    /// Takes somebody out, whose answer has come; nil if they do not wait any more.
    mutating func take(_ number: UInt64) -> Waiter? {
        waiters.removeValue(forKey: number)?.0
    }

    /// Takes out whoever has waited for too long.
    mutating func expire(at now: ContinuousClock.Instant) -> [Waiter] {
        var late: [Waiter] = []
        while oldest < next {
            if let (waiter, deadline) = waiters[oldest] {
                guard deadline <= now else { break }
                late.append(waiter)
                waiters[oldest] = nil
            }
            oldest += 1
        }
        return late
    }

    /// The next moment at which somebody may have waited for too long: nobody has before who comes from `now` on.
    mutating func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        while oldest < next, waiters[oldest] == nil { oldest += 1 }
        return waiters[oldest]?.deadline ?? now + patience
    }
}
