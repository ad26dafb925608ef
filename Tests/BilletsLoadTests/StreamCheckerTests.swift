import BilletsLoad
import Testing

@Suite struct StreamCheckerTests {
    private func steps(after start: Int64, _ revisions: [Int64]) -> [StreamChecker.Step] {
        var checker = StreamChecker()
        checker.follow(after: start)
        return revisions.map { checker.take($0) }
    }

    private func tally(after start: Int64, _ revisions: [Int64]) -> LoadTally {
        var tally = LoadTally()
        for step in steps(after: start, revisions) { tally.count(step) }
        return tally
    }

    @Test func `A stream without a flaw is all next`() {
        #expect(steps(after: 7, [8, 9, 10]) == [.next, .next, .next])
    }

    @Test func `A lost event is missed by the next one`() {
        #expect(steps(after: 0, [1, 2, 4, 5]) == [.next, .next, .gap(1), .next])
        #expect(tally(after: 0, [1, 2, 4, 5]).lost == 1)
        #expect(tally(after: 0, [5]).lost == 4)
    }

    @Test func `An event that comes twice is repeated, and nothing is lost`() {
        let tally = tally(after: 0, [1, 2, 2, 3, 1])
        #expect(tally.repeated == 2)
        #expect(tally.lost == 0)
        #expect(tally.deliveries == 5)
    }

    @Test func `Events that change places are out of order, and nothing is lost`() {
        let tally = tally(after: 0, [1, 3, 2, 4])
        #expect(tally.outOfOrder == 1)
        #expect(tally.lost == 0)
        #expect(tally.repeated == 0)
    }

    @Test func `What was missing and comes twice is late once, and then repeated`() {
        #expect(
            steps(after: 0, [5, 3, 3, 1, 2, 4])
                == [.gap(4), .late, .repeated, .late, .late, .late]
        )
    }

    @Test func `An event before the stream began is not part of it`() {
        #expect(steps(after: 10, [10, 11]) == [.repeated, .next])
        var checker = StreamChecker()
        #expect(checker.take(1) == .unasked)
    }

    @Test func `What a socket has not got in the end is outstanding`() {
        var checker = StreamChecker()
        #expect(checker.outstanding(upTo: 9) == 0)
        checker.follow(after: 3)
        #expect(checker.outstanding(upTo: 5) == 2)
        _ = checker.take(4)
        _ = checker.take(5)
        #expect(checker.outstanding(upTo: 5) == 0)
        #expect(checker.position == 5)
    }

    @Test func `More gaps than are remembered stay losses`() {
        let count = Int64(StreamChecker.rangesMaximum)
        let even = (1...count + 4).map { $0 * 2 }
        let odd = (1...count + 4).map { $0 * 2 - 1 }
        let tally = tally(after: 0, even + odd)
        #expect(tally.lost == 4)
        #expect(tally.outOfOrder == count)
        #expect(tally.repeated == 4)
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func `However a stream is shuffled, whatever comes is counted once`(seed: UInt64) {
        var generator = Sequence(seed)
        let shuffled = (1...12).map { Int64($0) }.shuffled(using: &generator)
        let tally = tally(after: 0, shuffled)
        #expect(tally.lost == 0)
        #expect(tally.repeated == 0)
        #expect(tally.deliveries == 12)
    }

    /// Numbers that are the same in every run (splitmix64).
    private struct Sequence: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
