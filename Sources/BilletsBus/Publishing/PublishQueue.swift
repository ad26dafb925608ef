import BilletsWire
import DequeModule

/// Events that wait to be sent, bounded by number and by bytes.
///
/// When it is full the oldest make room: a receiver sees from the newer ones that something is
/// missing, and asks the store at once; without them it would notice only when it polls.
struct PublishQueue {
    private let eventsMaximum: Int
    private let bytesMaximum: Int
    private var events: Deque<WireEvent> = []
    private var bytes = 0

    /// An empty queue.
    init(eventsMaximum: Int, bytesMaximum: Int) {
        self.eventsMaximum = eventsMaximum
        self.bytesMaximum = bytesMaximum
    }

    /// Whether nothing waits.
    var isEmpty: Bool {
        events.isEmpty
    }

    /// Lets `more` wait behind the others.
    ///
    /// - Returns: how many had to make room.
    mutating func append(_ more: [WireEvent]) -> Int {
        for event in more {
            events.append(event)
            bytes += event.payload.count
        }
        var dropped = 0
        while events.count > eventsMaximum || bytes > bytesMaximum {
            guard takeFirst() != nil else { break }
            dropped += 1
        }
        return dropped
    }

    /// Takes out the oldest, at most `count`, and no more once they have `bytesMaximum` bytes.
    mutating func take(count: Int, bytesMaximum: Int) -> [WireEvent] {
        var taken: [WireEvent] = []
        taken.reserveCapacity(min(count, events.count))
        var bytesTaken = 0
        while taken.count < count, bytesTaken < bytesMaximum, let event = takeFirst() {
            taken.append(event)
            bytesTaken += event.payload.count
        }
        return taken
    }

    /// Forgets everything.
    ///
    /// - Returns: how many that were.
    mutating func removeAll() -> Int {
        let count = events.count
        events.removeAll()
        bytes = 0
        return count
    }

    private mutating func takeFirst() -> WireEvent? {
        guard let event = events.popFirst() else { return nil }
        bytes -= event.payload.count
        return event
    }
}
