import DequeModule

/// Which sockets are to be opened, and when: at a rate, and not too many on their way in at once.
///
/// A value without I/O.
public struct OpeningQueue: Sendable {
    private var waiting: Deque<Int> = []
    private var pacer: Pacer?
    private let underWayMaximum: Int

    /// How many are on their way in.
    public private(set) var underWay = 0

    /// An empty queue that lets `underWayMaximum` sockets be on their way in at a time.
    public init(underWayMaximum: Int) {
        self.underWayMaximum = max(1, underWayMaximum)
    }

    /// Whether nothing waits, and nothing is on its way.
    public var isIdle: Bool { waiting.isEmpty && underWay == 0 }

    /// Sockets that are to be opened; `rate` a second from `now` on, or as fast as they get in.
    public mutating func add(_ sockets: some Sequence<Int>, rate: Double?, now: UInt64) {
        waiting.append(contentsOf: sockets)
        pacer = rate.map { Pacer(RateProfile(final: $0), start: now, end: .max) }
    }

    /// The next socket to open at `now`; nil if it is not time for one.
    public mutating func next(now: UInt64) -> Int? {
        guard underWay < underWayMaximum, !waiting.isEmpty else { return nil }
        if pacer != nil {
            guard case .send? = pacer?.step(now: now) else { return nil }
        }
        underWay += 1
        return waiting.popFirst()
    }

    /// When to ask again; nil: when one that is on its way has got in or failed.
    public func nextTime(now: UInt64) -> UInt64? {
        guard underWay < underWayMaximum, !waiting.isEmpty, let pacer else { return nil }
        if case .wait(let time) = pacer.peek(now: now) { return time }
        return now
    }

    /// One that was on its way has got in, or failed.
    public mutating func settle() {
        underWay = max(0, underWay - 1)
    }

    /// Those that wait are not opened any more.
    public mutating func clear() {
        waiting.removeAll()
    }
}
