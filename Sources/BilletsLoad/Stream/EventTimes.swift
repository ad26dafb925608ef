/// When the changes of the latest revisions were due, so that each is looked up in an event's bytes once for each event
/// loop, and not once for each socket.
///
/// A ring: a revision that is `capacity` older than the newest is looked up again.
struct EventTimes: Sendable {
    /// How many revisions are remembered; a power of two.
    static let capacity = 8_192

    private var revisions = [Int64](repeating: -1, count: capacity)
    private var times = [UInt64](repeating: 0, count: capacity)

    /// When the change of `revision` was due; nil if it has to be looked up, 0 if it bears no time.
    func due(_ revision: Int64) -> UInt64? {
        let index = Int(truncatingIfNeeded: revision) & (Self.capacity - 1)
        return revisions[index] == revision ? times[index] : nil
    }

    /// Remembers when the change of `revision` was due.
    mutating func remember(_ due: UInt64, of revision: Int64) {
        let index = Int(truncatingIfNeeded: revision) & (Self.capacity - 1)
        revisions[index] = revision
        times[index] = due
    }
}
