import Billets
import BilletsDeflate
import BilletsWire
import NIOCore
import NIOWebSocket
import Testing

@testable import BilletsGateway

/// Both forms of what all sockets are sent.
@Suite("Compressed frames")
struct CompressedFramesTests {
    private let history = History()
    private let allocator = ByteBufferAllocator()
    private let compressor = FrameCompressor(.quick)

    /// A batch of events with so many bytes each, in both forms if there is a compressor.
    private func batch(
        _ revisions: ClosedRange<Int64>,
        payloadBytes: Int,
        isCompressed: Bool = true
    ) throws -> FrameBatch {
        let events = revisions.map { history.event($0, payloadBytes: payloadBytes) }
        let compressor = isCompressed ? compressor : nil
        return try #require(FrameBatch(events, allocator: allocator, compressor: compressor))
    }

    @Test("What is large goes compressed, what is small as it is, and both can be read")
    func sizes() throws {
        let most = FrameCompressor.sharedBytesMinimum
        let sizes = [10, most - 1, most, 1000, 100_000, 10]
        let events = sizes.enumerated().map {
            history.event(Int64($0.offset) + 1, payloadBytes: $0.element)
        }
        let batch = try #require(
            FrameBatch(events, allocator: allocator, compressor: compressor)
        )
        let frames = try SentFrames.frames(in: [batch.bytes(.compressed, after: .none)])
        #expect(frames.map(\.rsv1) == sizes.map { $0 >= most })
        #expect(frames.allSatisfy { $0.fin && $0.opcode == .text && $0.maskKey == nil })
        for revision: Int64 in 0...6 {
            let plain = [batch.bytes(.plain, after: Revision(revision))]
            let compressed = [batch.bytes(.compressed, after: Revision(revision))]
            #expect(try InflatedFrames.texts(in: compressed) == SentFrames.texts(in: plain))
        }
        #expect(try SentFrames.frames(in: [batch.bytes]).allSatisfy { !$0.rsv1 })
    }

    @Test("A batch of nothing but small events has one form, which serves both")
    func smallOnly() throws {
        let batch = try batch(1...50, payloadBytes: 100)
        #expect(batch.bytes(.compressed, after: .none) == batch.bytes)
        #expect(batch.bytesKept == batch.bytes.readableBytes)
        let large = try self.batch(1...50, payloadBytes: 1000)
        #expect(large.bytesKept > large.bytes.readableBytes)
    }

    @Test("Batches are joined in both forms, whichever of them were compressed")
    func join() throws {
        for pattern in [[true, true, true], [true, false, true], [false, true, false]] {
            var joined: FrameBatch?
            for (index, isCompressed) in pattern.enumerated() {
                let first = Int64(index) * 3 + 1
                let next = try batch(
                    first...(first + 2),
                    payloadBytes: 400,
                    isCompressed: isCompressed
                )
                if joined == nil { joined = next } else { joined?.append(next) }
            }
            let batch = try #require(joined)
            let frames = try SentFrames.frames(in: [batch.bytes(.compressed, after: .none)])
            #expect(frames.map(\.rsv1) == pattern.flatMap { [$0, $0, $0] })
            for revision: Int64 in 0...9 {
                let texts = try InflatedFrames.texts(
                    in: [batch.bytes(.compressed, after: Revision(revision))]
                )
                let plain = [batch.bytes(.plain, after: Revision(revision))]
                #expect(try texts == SentFrames.texts(in: plain))
                #expect(texts.count == 9 - Int(revision))
            }
            let pieces = batch.pieces(.compressed, bytesTarget: 100)
            #expect(try InflatedFrames.texts(in: pieces) == SentFrames.texts(in: [batch.bytes]))
        }
    }

    @Test("A ring hands out the form that is asked for, and keeps within its bytes with both")
    func ring() throws {
        var ring = EventRing(eventsMaximum: 100, bytesMaximum: 2000)
        for revision: Int64 in 1...10 {
            ring.append(try batch(revision...revision, payloadBytes: 500))
        }
        #expect(ring.frames(after: .none) == nil)
        let compressed = try #require(ring.frames(.compressed, after: Revision(8)))
        let plain = try #require(ring.frames(.plain, after: Revision(8)))
        #expect(try SentFrames.frames(in: compressed).allSatisfy(\.rsv1))
        #expect(try InflatedFrames.texts(in: compressed) == SentFrames.texts(in: plain))
    }

    @Test("A snapshot has both forms if anybody wants them, and one that serves both if not")
    func snapshot() throws {
        let tickets = EncodedSnapshotTests.tickets(300)
        let whole = Snapshot(cursor: history.cursor(7), tickets: tickets)
        let plain = EncodedSnapshot(whole, allocator: allocator)
        #expect(!plain.suits(.compressed) && plain.suits(.plain))
        #expect(plain.frames(.compressed) == plain.frames)
        let both = EncodedSnapshot(whole, allocator: allocator, compressor: compressor)
        #expect(both.suits(.compressed) && both.frames == plain.frames)
        let compressed = both.frames(.compressed)
        #expect(try SentFrames.frames(in: compressed).allSatisfy(\.rsv1))
        #expect(try InflatedFrames.texts(in: compressed) == SentFrames.texts(in: plain.frames))
        let empty = EncodedSnapshot(
            Snapshot(cursor: history.cursor(7), tickets: []),
            allocator: allocator,
            compressor: compressor
        )
        #expect(empty.suits(.compressed) && empty.frames(.compressed) == empty.frames)
    }

    @Test("A snapshot that nobody wanted compressed is read anew for the first who does")
    func anotherSnapshot() throws {
        let questions = Questions()
        let delivered = history.cursor(7)
        let whole = Snapshot(cursor: delivered, tickets: EncodedSnapshotTests.tickets(100))
        var loader = SnapshotLoader<SocketReference>()
        #expect(loader.request(questions.snapshot(1), delivered: delivered).mustLoad)
        _ = loader.loaded(EncodedSnapshot(whole, allocator: allocator))
        #expect(loader.request(questions.snapshot(2), delivered: delivered).ready != nil)
        let compressed = questions.snapshot(3, form: .compressed)
        #expect(loader.request(compressed, delivered: delivered).mustLoad)
        _ = loader.loaded(EncodedSnapshot(whole, allocator: allocator, compressor: compressor))
        for form in [FrameForm.plain, .compressed] {
            let question = questions.snapshot(4, form: form)
            #expect(loader.request(question, delivered: delivered).ready != nil)
        }
    }

    @Test("A page of the store is answered in the form of each who waits for it")
    func page() throws {
        let questions = Questions()
        let delivered = history.cursor(6)
        var planner = CatchUpPlanner<SocketReference>()
        _ = planner.request(questions.more(after: 2, 1), delivered: delivered)
        _ = planner.request(questions.more(after: 2, 2, form: .compressed), delivered: delivered)
        let events = (Int64(3)...6).map { history.event($0, payloadBytes: 600) }
        let page = CatchUpPage(
            EventPage(latest: delivered, oldestRetained: Revision(1), events: events),
            allocator: allocator,
            compressor: compressor
        )
        let actions = planner.pageLoaded(.success(page), after: Revision(2), delivered: delivered)
        let answers = actions.compactMap { action -> [ByteBuffer]? in
            guard case .answer(_, .frames(let frames, through: delivered.revision)) = action else {
                return nil
            }
            return frames
        }
        #expect(answers.count == 2)
        #expect(try SentFrames.frames(in: answers[0]).allSatisfy { !$0.rsv1 })
        #expect(try SentFrames.frames(in: answers[1]).allSatisfy(\.rsv1))
        #expect(try InflatedFrames.texts(in: answers[1]) == SentFrames.texts(in: answers[0]))
    }

    @Test("Nothing is compressed that nobody reads; before anybody is here everything is")
    func demand() {
        let demand = CompressionDemand(.on)
        #expect(demand.exists)
        demand.arrived(.plain)
        #expect(!demand.exists && demand.compressor(.quick) == nil)
        demand.arrived(.compressed)
        #expect(demand.exists && demand.compressor(.quick) != nil)
        demand.departed(.compressed)
        #expect(!demand.exists)
        demand.departed(.plain)
        #expect(demand.exists)
        #expect(!CompressionDemand(.off).exists)
    }
}
