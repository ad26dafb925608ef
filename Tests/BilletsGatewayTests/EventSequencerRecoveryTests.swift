import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("EventSequencer, recovery")
struct EventSequencerRecoveryTests {
    private let history = History()
    private let start = ContinuousClock.now
    private let settings = EventSequencer.Settings()

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    /// A sequencer at `revision` whose question is on its way.
    private func asking(
        at revision: Int64,
        settings: EventSequencer.Settings = .init()
    ) -> EventSequencer {
        var sequencer = EventSequencer(at: history.cursor(revision), settings: settings, now: start)
        sequencer.busChanged(isWell: true)
        _ = sequencer.decide(now: start)
        return sequencer
    }

    @Test("A database with another epoch makes every reader start over, and goes on from there")
    func anotherEpoch() {
        var sequencer = asking(at: 7)
        _ = sequencer.receive(history.events(9...9), now: start)
        let restored = History()
        let outcome = sequencer.answered(restored.page(after: 7, latest: 9), now: start)
        #expect(outcome == .startOver(restored.cursor(9)))
        #expect(sequencer.delivered == restored.cursor(9))
        #expect(sequencer.receive(history.events(10...10), now: start) == [])
        let next = restored.events(10...10)
        #expect(sequencer.receive(next, now: start) == next)
    }

    @Test("A database that is behind what was delivered before makes every reader start over")
    func cursorAboveDatabase() {
        var sequencer = asking(at: 7)
        let outcome = sequencer.answered(history.page(after: 7, latest: 5), now: start)
        #expect(outcome == .startOver(history.cursor(5)))
        #expect(sequencer.receive(history.events(6...6), now: start) == history.events(6...6))
    }

    @Test("Changes that are no longer kept make every reader start over")
    func overtaken() {
        var sequencer = asking(at: 3)
        let page = history.page(after: 3, latest: 20, oldest: 5)
        #expect(sequencer.answered(page, now: start) == .startOver(history.cursor(20)))
    }

    @Test("As long as the very next change is kept, nobody starts over")
    func justKept() {
        var sequencer = asking(at: 3)
        let page = history.page(after: 3, latest: 6, oldest: 4)
        #expect(sequencer.answered(page, now: start) == .deliver(history.events(4...6)))
        var idle = asking(at: 6)
        let empty = EventPage(
            latest: history.cursor(6),
            oldestRetained: Revision(7),
            events: []
        )
        #expect(idle.answered(empty, now: start) == .deliver([]))
    }

    @Test("What was delivered while the store was asked counts when it tells what it keeps")
    func overtakenMeanwhile() {
        var sequencer = asking(at: 3)
        _ = sequencer.receive(history.events(4...9), now: start)
        let page = history.page(after: 3, latest: 12, oldest: 8)
        #expect(sequencer.answered(page, now: start) == .deliver(history.events(10...12)))
    }

    @Test("A page that is not all is followed by the next question at once")
    func pages() {
        var settings = EventSequencer.Settings()
        settings.pageEventsMaximum = 2
        var sequencer = asking(at: 0, settings: settings)
        var delivered: [WireEvent] = []
        for after: Int64 in [0, 2, 4] {
            let page = history.page(after: after, latest: 5, limit: 2)
            guard case .deliver(let events) = sequencer.answered(page, now: start) else {
                Issue.record("It started over")
                return
            }
            delivered += events
            guard after < 4 else { break }
            #expect(sequencer.decide(now: start) == .ask(after: Revision(after + 2), limit: 2))
        }
        #expect(delivered == history.events(1...5))
        #expect(sequencer.decide(now: start) == .wait(until: start + settings.silenceMaximum))
    }

    @Test("When too many changes wait, the rest is dropped, and fetched from the store later")
    func reorderBufferFull() {
        var settings = EventSequencer.Settings()
        settings.reorderEventsMaximum = 3
        var sequencer = asking(at: 0, settings: settings)
        _ = sequencer.answered(history.page(after: 0, latest: 0), now: start)
        #expect(sequencer.receive(history.events(2...9), now: start) == [])
        #expect(sequencer.receive(history.events(1...1), now: start) == history.events(1...4))
        #expect(sequencer.receive(history.events(9...9), now: start) == [])
        _ = sequencer.decide(now: start + settings.gapPatience)
        let page = history.page(after: 4, latest: 9)
        #expect(sequencer.answered(page, now: at(30)) == .deliver(history.events(5...9)))
    }

    @Test("When the store cannot be asked, it is asked again a little later, again and again")
    func failure() {
        var sequencer = asking(at: 0)
        var now = start
        for _ in 1...5 {
            sequencer.inquiryFailed(now: now)
            #expect(sequencer.decide(now: now) == .wait(until: now + settings.retryDelay))
            now += settings.retryDelay
            let question = EventSequencer.Decision.ask(
                after: .none,
                limit: settings.pageEventsMaximum
            )
            #expect(sequencer.decide(now: now) == question)
        }
        let page = history.page(after: 0, latest: 1)
        #expect(sequencer.answered(page, now: now) == .deliver(history.events(1...1)))
    }

    @Test("The store is not asked sooner after a failure, however urgent it is")
    func failureThenUrgency() {
        var sequencer = asking(at: 0)
        sequencer.inquiryFailed(now: start)
        sequencer.hurry()
        _ = sequencer.receive(history.events(5...5), now: start)
        #expect(sequencer.decide(now: at(1)) == .wait(until: start + settings.retryDelay))
    }

    @Test("What the bus brings is delivered also while the store is away")
    func deliversWithoutStore() {
        var sequencer = asking(at: 0)
        sequencer.inquiryFailed(now: start)
        #expect(sequencer.receive(history.events(1...2), now: start) == history.events(1...2))
    }

    @Test("What becomes urgent while the store is asked is asked again after the answer")
    func urgentMeanwhile() {
        var sequencer = asking(at: 0)
        sequencer.hurry()
        #expect(sequencer.decide(now: start) == .awaitAnswer)
        _ = sequencer.answered(history.page(after: 0, latest: 0), now: start)
        #expect(
            sequencer.decide(now: start) == .ask(after: .none, limit: settings.pageEventsMaximum)
        )
        _ = sequencer.answered(history.page(after: 0, latest: 0), now: start)
        #expect(sequencer.decide(now: start) == .wait(until: start + settings.silenceMaximum))
    }
}
