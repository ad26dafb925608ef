/// How long to wait before the next attempt: exponential, with full jitter, so that gateways that
/// lost the same Redis do not come back in step.
///
/// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
struct Backoff {
    /// The longest wait.
    let maximum: Duration

    private let minimum: Duration
    private let random: () -> Double
    private var attempts = 0

    /// Waits between nothing and `minimum` at first, and at most `maximum` in the end.
    ///
    /// `random` gives a number from 0 up to 1.
    init(minimum: Duration, maximum: Duration, random: @escaping () -> Double) {
        self.minimum = minimum
        self.maximum = maximum
        self.random = random
    }

    /// The wait after one more failure.
    mutating func next() -> Duration {
        let longest = min(maximum, minimum * (1 << attempts))
        attempts = min(attempts + 1, Self.doublingsMaximum)
        return longest * random()
    }

    /// The wait after a failure that only a person can mend: nearly always the longest.
    mutating func slow() -> Duration {
        maximum * (0.5 + random() / 2)
    }

    /// Begins anew.
    mutating func reset() {
        attempts = 0
    }

    private static let doublingsMaximum = 20
}
