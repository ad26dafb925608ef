import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("EventSequencer")
struct EventSequencerTests {
    private let history = History()
    private let start = ContinuousClock.now
    private let settings = EventSequencer.Settings()

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    /// A sequencer at `revision` that has asked the store and knows that there is nothing new.
    private func settled(
        at revision: Int64 = 0,
        settings: EventSequencer.Settings = .init(),
        busIsWell: Bool = true
    ) -> EventSequencer {
        var sequencer = EventSequencer(at: history.cursor(revision), settings: settings, now: start)
        sequencer.busChanged(isWell: busIsWell)
        _ = sequencer.decide(now: start)
        _ = sequencer.answered(history.page(after: revision, latest: revision), now: start)
        return sequencer
    }

    @Test("It asks the store first of all, and once at a time")
    func asksFirst() {
        var sequencer = EventSequencer(at: history.cursor(3), now: start)
        let limit = settings.pageEventsMaximum
        #expect(sequencer.decide(now: start) == .ask(after: Revision(3), limit: limit))
        #expect(sequencer.decide(now: start) == .awaitAnswer)
        #expect(sequencer.decide(now: at(3_600_000)) == .awaitAnswer)
    }

    @Test("Changes in order are delivered as they come")
    func inOrder() {
        var sequencer = settled()
        #expect(sequencer.receive(history.events(1...3), now: start) == history.events(1...3))
        #expect(sequencer.receive(history.events(4...4), now: start) == history.events(4...4))
        #expect(sequencer.delivered == history.cursor(4))
    }

    @Test("A change that comes again is not delivered again")
    func duplicates() {
        var sequencer = settled()
        let twice = history.events(1...2) + history.events(1...2)
        #expect(sequencer.receive(twice, now: start) == history.events(1...2))
        #expect(sequencer.receive(history.events(1...2), now: start) == [])
        #expect(sequencer.receive(history.events(4...4), now: start) == [])
        #expect(sequencer.receive(history.events(4...4), now: start) == [])
        #expect(sequencer.receive(history.events(3...3), now: start) == history.events(3...4))
    }

    @Test("Changes that come too early wait for the one before them")
    func reordered() {
        var sequencer = settled()
        #expect(sequencer.receive(history.events(3...4).reversed(), now: start) == [])
        #expect(sequencer.receive(history.events(2...2), now: start) == [])
        #expect(sequencer.receive(history.events(1...1), now: start) == history.events(1...4))
    }

    @Test("A gap is given a moment to close; then the store is asked for what is missing")
    func patience() {
        var sequencer = settled()
        _ = sequencer.receive(history.events(2...2), now: at(100))
        #expect(sequencer.decide(now: at(100)) == .wait(until: at(100) + settings.gapPatience))
        #expect(
            sequencer.decide(now: at(100) + settings.gapPatience)
                == .ask(after: .none, limit: settings.pageEventsMaximum)
        )
        let page = history.page(after: 0, latest: 2)
        #expect(sequencer.answered(page, now: at(130)) == .deliver(history.events(1...2)))
    }

    @Test("A gap that closes in time asks nothing, and the next one has a patience of its own")
    func gapCloses() {
        var sequencer = settled()
        _ = sequencer.receive(history.events(2...2), now: at(100))
        _ = sequencer.receive(history.events(1...1), now: at(110))
        #expect(sequencer.decide(now: at(120)) == .wait(until: at(110) + settings.silenceMaximum))
        _ = sequencer.receive(history.events(4...4), now: at(115))
        #expect(sequencer.decide(now: at(120)) == .wait(until: at(115) + settings.gapPatience))
    }

    @Test("Without news the store is asked after a second, and sooner while the bus is unwell")
    func polling() {
        var sequencer = settled()
        #expect(sequencer.decide(now: start) == .wait(until: start + settings.silenceMaximum))
        #expect(
            sequencer.decide(now: start + settings.silenceMaximum)
                == .ask(after: .none, limit: settings.pageEventsMaximum)
        )
        var lonely = settled(busIsWell: false)
        let due = start + settings.silenceMaximumWithoutBus
        #expect(lonely.decide(now: start) == .wait(until: due))
        #expect(lonely.decide(now: due) == .ask(after: .none, limit: settings.pageEventsMaximum))
    }

    @Test("News put the question off")
    func newsPutOff() {
        var sequencer = settled()
        _ = sequencer.receive(history.events(1...1), now: at(900))
        #expect(sequencer.decide(now: at(950)) == .wait(until: at(900) + settings.silenceMaximum))
    }

    @Test("When the bus comes or goes, the store is asked at once", arguments: [true, false])
    func busChanges(_ isWell: Bool) {
        var sequencer = settled(busIsWell: !isWell)
        sequencer.busChanged(isWell: isWell)
        #expect(
            sequencer.decide(now: at(1)) == .ask(after: .none, limit: settings.pageEventsMaximum)
        )
    }

    @Test("A change of another history is not delivered, but the store is asked at once")
    func foreignEpoch() {
        var sequencer = settled()
        #expect(sequencer.receive(History().events(1...2), now: start) == [])
        #expect(
            sequencer.decide(now: start) == .ask(after: .none, limit: settings.pageEventsMaximum)
        )
    }

    @Test(
        "An answer that is older than what was delivered since delivers nothing, and harms nothing"
    )
    func lateAnswer() {
        var sequencer = EventSequencer(at: history.cursor(0), now: start)
        _ = sequencer.decide(now: start)
        _ = sequencer.receive(history.events(1...5), now: start)
        #expect(sequencer.answered(history.page(after: 0, latest: 3), now: start) == .deliver([]))
        #expect(sequencer.delivered == history.cursor(5))
        #expect(sequencer.receive(history.events(6...6), now: start) == history.events(6...6))
    }

    @Test("An answer that overlaps with what was delivered since delivers the rest")
    func overlappingAnswer() {
        var sequencer = EventSequencer(at: history.cursor(0), now: start)
        _ = sequencer.decide(now: start)
        _ = sequencer.receive(history.events(1...2) + history.events(5...6), now: start)
        let page = history.page(after: 0, latest: 4)
        #expect(sequencer.answered(page, now: start) == .deliver(history.events(3...6)))
    }

    @Test("An answer that nobody asked for is not taken")
    func unasked() {
        var sequencer = settled()
        let page = history.page(after: 0, latest: 2)
        #expect(sequencer.answered(page, now: start) == .deliver([]))
        #expect(sequencer.delivered == history.cursor(0))
    }
}
