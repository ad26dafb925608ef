import Testing

@testable import BilletsBus

@Suite("DropLog")
struct DropLogTests {
    private let start = ContinuousClock.now

    @Test("The first drop is told at once")
    func first() {
        var log = DropLog(interval: .seconds(10))
        #expect(log.due(now: start) == nil)
        log.note(0, because: .forged)
        #expect(log.due(now: start) == nil)
        log.note(1, because: .forged)
        #expect(log.due(now: start) == [.forged: 1])
        #expect(log.due(now: start.advanced(by: .seconds(60))) == nil)
    }

    @Test("A flood is one line an interval, with the counts")
    func flood() {
        var log = DropLog(interval: .seconds(10))
        log.note(1, because: .malformed)
        _ = log.due(now: start)
        for _ in 1...1_000 { log.note(1, because: .malformed) }
        log.note(2, because: .oversized)
        #expect(log.due(now: start.advanced(by: .seconds(9))) == nil)
        #expect(log.deadline == start.advanced(by: .seconds(10)))
        let line = log.due(now: start.advanced(by: .seconds(10)))
        #expect(line == [.malformed: 1_000, .oversized: 2])
        #expect(log.deadline == nil)
    }
}
