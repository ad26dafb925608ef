import Billets
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("FrameBatch")
struct FrameBatchTests {
    private let history = History()

    @Test("No changes are no batch")
    func empty() {
        #expect(FrameBatch([], allocator: ByteBufferAllocator()) == nil)
    }

    @Test("A batch knows its first change, its last one and how many there are")
    func bounds() throws {
        let batch = try history.batch(5...9)
        #expect(batch.first == Revision(5))
        #expect(batch.last == Revision(9))
        #expect(batch.count == 5)
        #expect(try SentFrames.revisions(in: [batch.bytes]) == Array(5...9))
    }

    @Test("The frames after a revision are those, wherever it stands", arguments: 0...12)
    func bytesAfter(_ revision: Int64) throws {
        let batch = try history.batch(5...9)
        let rest = batch.bytes(after: Revision(revision))
        #expect(try SentFrames.revisions(in: [rest]) == (5...9).filter { $0 > revision })
    }

    @Test("A revision as far away as can be does no harm")
    func extremes() throws {
        let batch = try history.batch(5...9)
        #expect(batch.bytes(after: .none) == batch.bytes)
        #expect(batch.bytes(after: Revision(.max / 2)).readableBytes == 0)
    }

    @Test("A batch to which another was added is as one that was made whole")
    func append() throws {
        var joined = try history.batch(5...6)
        joined.append(try history.batch(7...7))
        joined.append(try history.batch(8...9))
        let whole = try history.batch(5...9)
        #expect(joined.bytes == whole.bytes)
        #expect(joined.last == Revision(9))
        for revision: Int64 in 4...9 {
            let rest = joined.bytes(after: Revision(revision))
            #expect(rest == whole.bytes(after: Revision(revision)))
        }
    }

    @Test("Frames of all header lengths stand in one batch, and can be skipped")
    func headerLengths() throws {
        let sizes = [10, 125, 126, 65_535, 65_536, 10]
        let events = sizes.enumerated().map {
            history.event(Int64($0.offset) + 1, payloadBytes: $0.element)
        }
        let batch = try #require(FrameBatch(events, allocator: ByteBufferAllocator()))
        for revision: Int64 in 0...6 {
            let rest = batch.bytes(after: Revision(revision))
            #expect(try SentFrames.revisions(in: [rest]) == (1...6).filter { $0 > revision })
        }
    }

    @Test("A large batch is cut between frames into pieces that suit a write")
    func pieces() throws {
        let batch = try history.batch(1...100, payloadBytes: 1000)
        let pieces = batch.pieces(bytesTarget: 5000)
        #expect(pieces.count == 20)
        #expect(pieces.allSatisfy { $0.readableBytes < 5000 + 1004 })
        for piece in pieces { #expect(try SentFrames.frames(in: [piece]).count == 5) }
        #expect(try SentFrames.revisions(in: pieces) == Array(1...100))
    }

    @Test("A batch that is small enough is one piece")
    func onePiece() throws {
        let batch = try history.batch(1...3)
        #expect(batch.pieces(bytesTarget: 1_000_000) == [batch.bytes])
    }
}
