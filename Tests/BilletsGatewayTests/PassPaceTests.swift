import Testing

@testable import BilletsGateway

/// How often changes go out to the sockets of an event loop.
@Suite struct PassPaceTests {
    private let start = ContinuousClock.now

    private func rest(afterPassOf duration: Duration, of changes: Int = 2) -> Duration? {
        var pace = PassPace(now: start)
        let end = start + duration
        pace.passed(changes, from: start, to: end)
        return pace.rest(at: end).map { $0 - end }
    }

    @Test func `An idle loop sends at once`() {
        var pace = PassPace(now: start)
        #expect(pace.rest(at: start) == nil)
        pace.passed(1, from: start, to: start + .microseconds(100))
        #expect(pace.rest(at: start + .seconds(1)) == nil)
    }

    @Test func `A loop rests for some times as long as a pass took`() {
        #expect(rest(afterPassOf: .milliseconds(3)) == .milliseconds(9))
    }

    @Test func `It rests long enough to join something, and never so long that people notice`() {
        #expect(rest(afterPassOf: .zero) == PassPace.restMinimum)
        #expect(rest(afterPassOf: .seconds(1)) == PassPace.restMaximum)
    }

    @Test func `After a change that came alone the rest is shorter: there may be nothing to join`()
    {
        #expect(rest(afterPassOf: .zero, of: 1) == PassPace.restMinimum)
        #expect(rest(afterPassOf: .milliseconds(3), of: 1) == .milliseconds(3))
        #expect(rest(afterPassOf: .seconds(1), of: 1) == PassPace.loneRestMaximum)
    }

    @Test func `When it has rested it sends`() throws {
        var pace = PassPace(now: start)
        pace.passed(1, from: start, to: start)
        let end = try #require(pace.rest(at: start))
        #expect(pace.rest(at: end - .nanoseconds(1)) == end)
        #expect(pace.rest(at: end) == nil)
    }
}
