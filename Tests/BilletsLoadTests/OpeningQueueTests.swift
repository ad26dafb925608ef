import BilletsLoad
import Testing

@Suite struct OpeningQueueTests {
    @Test func `Sockets are opened at the rate`() {
        var queue = OpeningQueue(underWayMaximum: 100)
        queue.add(0..<3, rate: 10, now: 0)
        #expect(queue.next(now: 0) == 0)
        #expect(queue.next(now: 0) == nil)
        #expect(queue.nextTime(now: 0) == 100_000_000)
        #expect(queue.next(now: 100_000_000) == 1)
        #expect(queue.next(now: 250_000_000) == 2)
        #expect(queue.nextTime(now: 250_000_000) == nil)
    }

    @Test func `No more are on their way in than may be`() {
        var queue = OpeningQueue(underWayMaximum: 2)
        queue.add(0..<3, rate: nil, now: 0)
        #expect(queue.next(now: 0) == 0)
        #expect(queue.next(now: 0) == 1)
        #expect(queue.next(now: 0) == nil)
        #expect(queue.nextTime(now: 0) == nil)
        queue.settle()
        #expect(queue.next(now: 0) == 2)
        #expect(!queue.isIdle)
        queue.settle()
        queue.settle()
        #expect(queue.isIdle)
    }

    @Test func `When it ends, those that wait are not opened`() {
        var queue = OpeningQueue(underWayMaximum: 1)
        queue.add(0..<3, rate: nil, now: 0)
        _ = queue.next(now: 0)
        queue.clear()
        queue.settle()
        #expect(queue.isIdle)
    }
}
