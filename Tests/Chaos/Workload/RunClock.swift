/// Tells how long a run has lasted, by a clock that never jumps.
public struct RunClock: Sendable {
    private let start = ContinuousClock.now

    /// A clock that starts now.
    public init() {}

    /// The time since the start.
    public var elapsed: Duration { ContinuousClock.now - start }
}
