public import Billets
public import BilletsWire
import Synchronization

/// A clock that stands still until it is put forward.
public final class HandClock: Sendable {
    private let time: Mutex<Timestamp>

    /// A clock that shows 2026-01-02T03:04:05.678Z, unless said otherwise.
    public init(_ start: Timestamp = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)) {
        time = Mutex(start)
    }

    /// What it shows.
    public var now: Timestamp {
        time.withLock { $0 }
    }

    /// Puts it forward.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0.adding(duration) }
    }

    /// The clock for those who only read it.
    public var wallClock: WallClock {
        WallClock { self.now }
    }
}
