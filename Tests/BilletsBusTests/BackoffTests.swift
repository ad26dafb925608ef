import Testing

@testable import BilletsBus

@Suite("Backoff")
struct BackoffTests {
    private func backoff(_ random: Double) -> Backoff {
        Backoff(minimum: .milliseconds(100), maximum: .seconds(1), random: { random })
    }

    @Test("The longest wait doubles until it reaches the maximum, and stays there")
    func doubling() {
        var backoff = backoff(1)
        let waits = (1...6).map { _ in backoff.next() }
        #expect(waits == [100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        for _ in 1...1_000 { #expect(backoff.next() == .seconds(1)) }
    }

    @Test("The jitter is full: a wait may be anything down to nothing")
    func jitter() {
        var none = backoff(0)
        #expect(none.next() == .zero)
        var half = backoff(0.5)
        let waits = (1...2).map { _ in half.next() }
        #expect(waits == [.milliseconds(50), .milliseconds(100)])
    }

    @Test("Reset, it begins anew")
    func reset() {
        var backoff = backoff(1)
        _ = backoff.next()
        _ = backoff.next()
        backoff.reset()
        #expect(backoff.next() == .milliseconds(100))
    }

    @Test("What only a person can mend is tried slowly from the first time on")
    func slow() {
        var least = backoff(0)
        #expect(least.slow() == .milliseconds(500))
        var most = backoff(1)
        #expect(most.slow() == .seconds(1))
    }
}
