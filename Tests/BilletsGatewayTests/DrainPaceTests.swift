import Testing

@testable import BilletsGateway

@Suite("DrainPace")
struct DrainPaceTests {
    private func timing(_ drain: Duration) -> DrainTiming {
        var timing = DrainTiming()
        timing.drain = drain
        return timing
    }

    @Test("Nobody is sent away as long as clients are still coming back by themselves")
    func waits() {
        let timing = timing(.seconds(10))
        let pace = DrainPace(timing)
        #expect(timing.reconnectAfter < timing.sendAwayAfter)
        #expect(pace.quota(of: 1000, after: timing.reconnectAfter) == 0)
        #expect(pace.quota(of: 1000, after: timing.sendAwayAfter - .milliseconds(1)) == 0)
        #expect(pace.quota(of: 1000, after: timing.sendAwayAfter) > 0)
    }

    @Test(
        "Those that stayed are sent away in equal parts, and at the end nobody is left",
        arguments: [1, 7, 60, 1000, 20_000]
    )
    func spreads(_ count: Int) {
        let timing = timing(.seconds(10))
        let pace = DrainPace(timing)
        var remaining = count
        var parts: [Int] = []
        var elapsed = timing.sendAwayAfter
        while elapsed < timing.drain {
            let part = pace.quota(of: remaining, after: elapsed)
            parts.append(part)
            remaining -= part
            elapsed += DrainPace.step
        }
        #expect(remaining == 0)
        #expect(parts.max() ?? 0 <= count / parts.count + 1)
    }

    @Test("Whoever is still there when the time is over is sent away at once")
    func ends() {
        let pace = DrainPace(timing(.seconds(10)))
        #expect(pace.quota(of: 1000, after: .seconds(10)) == 1000)
        #expect(DrainPace(timing(.zero)).quota(of: 3, after: .zero) == 3)
    }

    @Test("Whoever comes while others are sent away has a moment of its own, too")
    func latecomers() {
        let pace = DrainPace(timing(.seconds(10)))
        #expect(pace.quota(of: 0, after: .seconds(9)) == 0)
        #expect(pace.quota(of: 100, after: .seconds(9)) == 5)
    }
}
