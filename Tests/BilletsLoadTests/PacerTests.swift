import BilletsLoad
import Testing

@Suite struct PacerTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `It waits for what is due, sends it once, and ends with the schedule`() {
        var pacer = Pacer(RateProfile(final: 10), start: 1_000, end: 1_000 + Self.second / 5)
        #expect(pacer.step(now: 0) == .wait(until: 1_000))
        #expect(pacer.step(now: 1_000) == .send(due: 1_000))
        let next = 1_000 + Self.second / 10
        #expect(pacer.step(now: 1_001) == .wait(until: next))
        #expect(pacer.peek(now: next) == .send(due: next))
        #expect(pacer.step(now: next) == .send(due: next))
        #expect(pacer.step(now: next) == .over)
    }

    /// Coordinated omission: a tester that only measures what it gets to send would report one slow change here, and
    /// a median of nothing.
    @Test func `While a gateway stalls for a second, all that was due is late, and measured so`() {
        var pacer = Pacer(RateProfile(final: 100), start: 0, end: 2 * Self.second)
        var record = LatencyRecord()
        var sent = 0
        while case .send(let due) = pacer.step(now: Self.second) {
            record.record(Self.second - due)
            sent += 1
        }
        #expect(sent == 101)
        #expect(abs(record.percentile(50) - 500) < 15)
        #expect(record.maximum == 1_000)
    }
}
