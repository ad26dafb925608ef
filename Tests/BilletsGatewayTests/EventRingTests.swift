import Billets
import BilletsSeeds
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("EventRing")
struct EventRingTests {
    private let history = History()

    private func revisions(_ ring: EventRing, after revision: Int64) throws -> [Int64]? {
        try ring.frames(after: Revision(revision)).map { try SentFrames.revisions(in: $0) }
    }

    @Test("An empty ring has nothing to tell, not even that nothing is missing")
    func empty() throws {
        #expect(EventRing().frames(after: .none) == nil)
        #expect(EventRing().frames(after: Revision(5)) == nil)
    }

    @Test("It tells what came after a revision, as far as it goes back, and not further")
    func range() throws {
        var ring = EventRing()
        ring.append(try history.batch(5...7))
        ring.append(try history.batch(8...8))
        #expect(try revisions(ring, after: 3) == nil)
        #expect(try revisions(ring, after: 4) == [5, 6, 7, 8])
        #expect(try revisions(ring, after: 6) == [7, 8])
        #expect(try revisions(ring, after: 8) == [])
        #expect(try revisions(ring, after: 9) == nil)
    }

    @Test("More events than it holds push the oldest out")
    func eventsBound() throws {
        var ring = EventRing(eventsMaximum: 10, bytesMaximum: .max)
        for revision: Int64 in 1...25 { ring.append(try history.batch(revision...revision)) }
        #expect(try revisions(ring, after: 15) == Array(16...25))
        #expect(ring.frames(after: Revision(14)) == nil)
    }

    @Test("More bytes than it holds push the oldest out")
    func bytesBound() throws {
        var ring = EventRing(eventsMaximum: .max, bytesMaximum: 10_040)
        for revision: Int64 in 1...25 {
            ring.append(try history.batch(revision...revision, payloadBytes: 1000))
        }
        #expect(try revisions(ring, after: 15) == Array(16...25))
        #expect(ring.frames(after: Revision(14)) == nil)
    }

    @Test("The newest batch is kept, however large it is")
    func oversized() throws {
        var ring = EventRing(eventsMaximum: 2, bytesMaximum: 10)
        ring.append(try history.batch(1...3))
        ring.append(try history.batch(4...9))
        #expect(try revisions(ring, after: 3) == Array(4...9))
        #expect(ring.frames(after: Revision(2)) == nil)
    }

    @Test("What was forgotten is gone, and the bounds hold afterwards")
    func removeAll() throws {
        var ring = EventRing(eventsMaximum: 3, bytesMaximum: .max)
        ring.append(try history.batch(1...3))
        ring.removeAll()
        #expect(ring.frames(after: Revision(1)) == nil)
        for revision: Int64 in 7...12 { ring.append(try history.batch(revision...revision)) }
        #expect(try revisions(ring, after: 9) == [10, 11, 12])
        #expect(ring.frames(after: Revision(8)) == nil)
    }

    @Test("Bisection finds what a search from the front finds, for batches of any size")
    func bisection() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<30 {
            var ring = EventRing(eventsMaximum: 40, bytesMaximum: .max)
            var kept: [ClosedRange<Int64>] = []
            var next: Int64 = 1
            for _ in 0..<Int.random(in: 1...30, using: &generator) {
                let range = next...(next + Int64.random(in: 0...6, using: &generator))
                ring.append(try history.batch(range))
                kept.append(range)
                next = range.upperBound + 1
                while kept.count > 1, kept.map(\.count).reduce(0, +) > 40 { kept.removeFirst() }
            }
            let all = kept.flatMap { Array($0) }
            let oldest = all.first ?? 0
            for revision in max(0, oldest - 3)...(next + 2) {
                let isKept = revision >= oldest - 1 && revision < next
                let expected = isKept ? all.filter { $0 > revision } : nil
                #expect(try revisions(ring, after: revision) == expected)
            }
        }
    }
}
