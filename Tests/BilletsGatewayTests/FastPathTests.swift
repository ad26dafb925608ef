import Billets
import BilletsSeeds
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("FastPath")
struct FastPathTests {
    private let history = History()

    @Test(
        "A socket on the path is sent each change once, wherever it stood, in the form that it reads"
    )
    func sendsOnce() throws {
        var (path, kernel) = (FastPath(), Kernel())
        path.append()
        path.append()
        path.join(at: 0, 10, .plain, through: Revision(4))
        path.join(at: 1, 11, .compressed, through: Revision(6))
        let outcome = path.pass(try history.batch(5...9)) { kernel.take($0, $1) }
        _ = path.pass(try history.batch(10...10)) { kernel.take($0, $1) }
        #expect(try kernel.revisions(10) == Array(5...10))
        #expect(try kernel.revisions(11) == Array(7...10))
        #expect(outcome.deliveries == 5 + 3)
        #expect(outcome.strays.isEmpty)
    }

    @Test("A socket that has seen the changes already is sent nothing")
    func alreadySeen() throws {
        var (path, kernel) = (FastPath(), Kernel())
        path.append()
        path.join(at: 0, 10, .plain, through: Revision(9))
        let outcome = path.pass(try history.batch(5...9)) { kernel.take($0, $1) }
        #expect(outcome == FastPath.Outcome())
        #expect(try kernel.revisions(10) == [])
    }

    @Test("Who is off the path is left to its handler, and whoever is on it is not")
    func strays() throws {
        var (path, kernel) = (FastPath(), Kernel())
        for place in 0...2 {
            path.append()
            path.join(at: place, 10 + Int32(place), .plain, through: .none)
        }
        #expect(path.leave(at: 1) == Revision.none)
        #expect(path.leave(at: 1) == nil)
        let outcome = path.pass(try history.batch(1...2)) { kernel.take($0, $1) }
        #expect(outcome.strays == [FastPath.Stray(place: 1, fall: nil)])
        #expect(try kernel.revisions(11) == [])
        #expect(path.leave(at: 0) == Revision(2))
    }

    @Test("Who lacks earlier changes falls off before anything is sent")
    func gap() throws {
        var (path, kernel) = (FastPath(), Kernel())
        path.append()
        path.join(at: 0, 10, .plain, through: Revision(3))
        let outcome = path.pass(try history.batch(5...9)) { kernel.take($0, $1) }
        let fall = FastPath.Fall(through: Revision(3), sentBytes: 0)
        #expect(outcome.strays == [FastPath.Stray(place: 0, fall: fall)])
        #expect(try kernel.revisions(10) == [])
    }

    @Test(
        "Whoever the kernel has no room for falls off, and it is known how much it got",
        arguments: [-1, 0, 1, 40]
    )
    func partial(taken: Int) throws {
        var (path, kernel) = (FastPath(), Kernel())
        path.append()
        path.join(at: 0, 10, .plain, through: Revision(4))
        kernel.room = taken
        let batch = try history.batch(5...9, payloadBytes: 100)
        let outcome = path.pass(batch) { kernel.take($0, $1) }
        let fall = FastPath.Fall(through: Revision(4), sentBytes: max(0, taken))
        #expect(outcome.strays == [FastPath.Stray(place: 0, fall: fall)])
        #expect(outcome.deliveries == 0)
        #expect(path.leave(at: 0) == nil)
    }

    @Test("A socket on the path is sent what its own stream would say", arguments: 0..<50)
    func sameAsStream(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = Int64.random(in: 0...20, using: &random)
        var stream = SocketStream()
        stream.restart()
        let answer = CatchUp(
            generation: stream.generation,
            content: .frames([], through: Revision(start))
        )
        _ = stream.take(answer)
        _ = stream.next(passed: Revision(start))
        var (path, kernel) = (FastPath(), Kernel())
        path.append()
        path.join(at: 0, 10, .plain, through: Revision(start))
        var next = Int64.random(in: 1...20, using: &random)
        for _ in 0..<40 {
            let last = next + Int64.random(in: 0...5, using: &random)
            let batch = try history.batch(next...last)
            let outcome = path.pass(batch) { kernel.take($0, $1) }
            let sent = try kernel.takeRevisions(10)
            switch stream.offer(first: batch.first, last: batch.last) {
            case .skip:
                #expect(sent == [])
                #expect(outcome.strays == [])
            case .send(let revision):
                #expect(sent == Array(revision.next.number...last))
                #expect(outcome.strays == [])
            case .ask(let revision):
                #expect(sent == [])
                let fall = FastPath.Fall(through: revision, sentBytes: 0)
                #expect(outcome.strays == [FastPath.Stray(place: 0, fall: fall)])
                return
            }
            // Now and then something is missing.
            next = last + (Int.random(in: 0..<20, using: &random) == 0 ? 2 : 1)
        }
    }

    @Test("Who leaves gives their place to the last one, who goes on where they were")
    func removal() throws {
        var (path, kernel) = (FastPath(), Kernel())
        for place in 0...2 {
            path.append()
            path.join(at: place, 10 + Int32(place), .plain, through: Revision(Int64(place)))
        }
        path.remove(at: 0)
        path.remove(at: 1)
        let outcome = path.pass(try history.batch(1...4)) { kernel.take($0, $1) }
        #expect(try kernel.revisions(10) == [])
        #expect(try kernel.revisions(11) == [])
        #expect(try kernel.revisions(12) == [3, 4])
        #expect(outcome.strays.isEmpty)
    }
}

/// A kernel that keeps what it is handed.
private struct Kernel {
    /// How many bytes it takes at once; negative for an error.
    var room = Int.max

    private var taken: [FastPath.Descriptor: ByteBuffer] = [:]

    mutating func take(_ descriptor: FastPath.Descriptor, _ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(room, bytes.count)
        taken[descriptor, default: ByteBuffer()].writeBytes(bytes.prefix(max(0, count)))
        return count
    }

    /// The changes that it was handed for a socket.
    func revisions(_ descriptor: FastPath.Descriptor) throws -> [Int64] {
        try SentFrames.revisions(in: taken[descriptor].map { [$0] } ?? [])
    }

    /// The same, which it forgets.
    mutating func takeRevisions(_ descriptor: FastPath.Descriptor) throws -> [Int64] {
        defer { taken[descriptor] = nil }
        return try revisions(descriptor)
    }
}
