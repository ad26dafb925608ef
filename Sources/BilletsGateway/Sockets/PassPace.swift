/// How often changes pass by the sockets of one event loop: at once if it has been idle, and the more seldom the longer
/// a pass takes, so that each joins more (natural batching).
///
/// A value without I/O. What a delivery costs is a system call, whatever it carries. A loop rests after each pass for
/// some times as long as the pass took; it has that time for what clients say, and what comes meanwhile goes out
/// with one call a socket. After a change that came alone there may be nothing to join, and the rest is shorter.
struct PassPace {
    /// How many times as long as a pass the rest is, after several changes.
    static let restFactor = 3

    /// The shortest rest, with few sockets: so long nobody minds, and many changes may come.
    static let restMinimum: Duration = .milliseconds(2)

    /// The longest rest after several changes: what a change may wait for.
    static let restMaximum: Duration = .milliseconds(20)

    /// The longest rest after one change.
    static let loneRestMaximum: Duration = .milliseconds(10)

    private var restsUntil: ContinuousClock.Instant

    /// A loop that has had no pass yet.
    init(now: ContinuousClock.Instant) {
        restsUntil = now
    }

    /// When the next pass may be; nil if it may be at once.
    func rest(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        now < restsUntil ? restsUntil : nil
    }

    /// There was a pass of `changes` joined, 1 or more.
    mutating func passed(
        _ changes: Int,
        from start: ContinuousClock.Instant,
        to end: ContinuousClock.Instant
    ) {
        let pass = end - start
        let rest =
            changes == 1
            ? min(pass, Self.loneRestMaximum) : min(pass * Self.restFactor, Self.restMaximum)
        restsUntil = end + max(rest, Self.restMinimum)
    }
}
