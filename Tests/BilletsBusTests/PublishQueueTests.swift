import BilletsContracts
import BilletsWire
import Testing

@testable import BilletsBus

@Suite("PublishQueue")
struct PublishQueueTests {
    private let desk = EventBusDesk()

    @Test("Events leave in the order in which they came")
    func order() {
        var queue = PublishQueue(eventsMaximum: 10, bytesMaximum: .max)
        let events = (1...3).map { desk.event($0) }
        #expect(queue.append([events[0], events[1]]) == 0)
        #expect(queue.append([events[2]]) == 0)
        #expect(queue.take(count: 2, bytesMaximum: .max) == Array(events[..<2]))
        #expect(queue.take(count: 2, bytesMaximum: .max) == [events[2]])
        #expect(queue.isEmpty)
    }

    @Test("When too many wait, the oldest make room")
    func fullByNumber() {
        var queue = PublishQueue(eventsMaximum: 3, bytesMaximum: .max)
        let events = (1...5).map { desk.event($0) }
        #expect(queue.append(Array(events[..<3])) == 0)
        #expect(queue.append(Array(events[3...])) == 2)
        #expect(queue.take(count: 9, bytesMaximum: .max) == Array(events[2...]))
    }

    @Test("When too many bytes wait, the oldest make room, even all of them")
    func fullByBytes() {
        let events = (1...3).map { desk.event($0) }
        let size = events[0].payload.count
        var queue = PublishQueue(eventsMaximum: .max, bytesMaximum: 2 * size)
        #expect(queue.append(events) == 1)
        #expect(queue.take(count: 9, bytesMaximum: .max) == Array(events[1...]))
        let large = desk.event(4, described: String(repeating: "x", count: 2 * size))
        #expect(queue.append([large]) == 1)
        #expect(queue.isEmpty)
    }

    @Test("No more is taken once the bytes are reached; the last may pass them")
    func takingBytes() {
        let events = (1...3).map { desk.event($0) }
        var queue = PublishQueue(eventsMaximum: 10, bytesMaximum: .max)
        _ = queue.append(events)
        let size = events[0].payload.count
        #expect(queue.take(count: 9, bytesMaximum: 0).isEmpty)
        #expect(queue.take(count: 9, bytesMaximum: size + 1) == Array(events[..<2]))
    }

    @Test("Forgotten events are counted, and their bytes make room")
    func forgetting() {
        let events = (1...2).map { desk.event($0) }
        let size = events.reduce(0) { $0 + $1.payload.count }
        var queue = PublishQueue(eventsMaximum: 10, bytesMaximum: size)
        _ = queue.append(events)
        #expect(queue.removeAll() == 2)
        #expect(queue.append(events) == 0)
    }
}
