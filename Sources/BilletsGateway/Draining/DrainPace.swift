/// How many sockets of an event loop are sent away at a time, so that each has a moment of its own and they come
/// back spread out.
///
/// A value without I/O: it is told how much time has passed since `Draining`.
struct DrainPace: Hashable, Sendable {
    /// How often some are sent away.
    static let step: Duration = .milliseconds(50)

    private let start: Duration
    private let end: Duration

    /// The pace of `timing`.
    init(_ timing: DrainTiming) {
        start = timing.sendAwayAfter
        end = timing.drain
    }

    /// Whether anybody is sent away yet.
    func hasBegun(after elapsed: Duration) -> Bool {
        elapsed >= start
    }

    /// How many of `remaining` sockets are sent away now: the same share of them at every step, and at the end
    /// whoever is left.
    func quota(of remaining: Int, after elapsed: Duration) -> Int {
        guard hasBegun(after: elapsed) else { return 0 }
        guard elapsed < end else { return remaining }
        let stepsLeft = Int(((end - elapsed) / Self.step).rounded(.up))
        return (remaining + stepsLeft - 1) / max(1, stepsLeft)
    }
}
