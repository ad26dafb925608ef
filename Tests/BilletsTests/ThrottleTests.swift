import Billets
import Testing

@Suite struct ThrottleTests {
    private let throttle = Throttle(burst: 3, interval: .seconds(10))

    private func time(_ seconds: Int64) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: 1_000_000 + seconds * 1000)
    }

    @Test("A burst is admitted at once, and then one for each interval")
    func burst() {
        var emptyAt: Timestamp?
        for count in 1...3 {
            let expected = time(Int64(count) * 10)
            #expect(throttle.judge(emptyAt: emptyAt, at: time(0)) == .admitted(emptyAt: expected))
            emptyAt = expected
        }
        #expect(throttle.judge(emptyAt: emptyAt, at: time(0)) == .refused(retryAfter: .seconds(10)))
        #expect(throttle.judge(emptyAt: emptyAt, at: time(4)) == .refused(retryAfter: .seconds(6)))
        #expect(
            throttle.judge(emptyAt: emptyAt, at: time(10)) == .admitted(emptyAt: time(40))
        )
    }

    @Test("A long pause is not saved up, and a clock that was set back shuts nobody out for long")
    func clocks() {
        #expect(
            throttle.judge(emptyAt: time(30), at: time(1000)) == .admitted(emptyAt: time(1010))
        )
        #expect(
            throttle.judge(emptyAt: time(9000), at: time(0)) == .refused(retryAfter: .seconds(10))
        )
    }

    @Test func `A moment that no bucket can reach is bounded by that of a full one`() {
        #expect(throttle.bounded(time(9000), at: time(0)) == time(30))
        #expect(throttle.bounded(time(30), at: time(0)) == time(30))
        #expect(throttle.bounded(time(-1), at: time(0)) == time(-1))
    }
}
