import Billets
import BilletsWire
import Synchronization

/// A time of day that goes on only when it is told to.
final class HandClock: Sendable {
    private let time = Mutex(Timestamp(millisecondsSinceEpoch: 1_767_323_045_678))

    /// The clock that shows this time.
    var wallClock: WallClock {
        WallClock { self.time.withLock { $0 } }
    }

    /// Moves its hands.
    func advance(by duration: Duration) {
        time.withLock { $0 = $0.adding(duration) }
    }
}
