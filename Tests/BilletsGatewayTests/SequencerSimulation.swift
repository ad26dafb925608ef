import Billets
import BilletsSeeds
import BilletsWire

@testable import BilletsGateway

/// A store, a bus that loses, doubles and reorders, and a sequencer between them, on a clock that is driven
/// by hand.
struct SequencerSimulation {
    private struct Parcel {
        let due: Int
        let events: [WireEvent]
    }

    private enum Question {
        case none
        case asked(after: Revision, limit: Int, readAt: Int, answeredAt: Int)
        case read(EventPage, answeredAt: Int)
        case failing(at: Int)
    }

    private let history = History()
    private let start = ContinuousClock.now
    private let eventsTotal: Int64
    private var generator: SeededGenerator
    private var sequencer: EventSequencer
    private var milliseconds = 0
    private var committed: Int64 = 0
    private var parcels: [Parcel] = []
    private var question = Question.none

    /// The revisions that were delivered, in the order in which they were.
    private(set) var delivered: [Int64] = []

    /// Whether the readers had to start over, for which there is no reason.
    private(set) var hasStartedOver = false

    /// A schedule that follows from `seed`; `eventsTotal` changes are committed.
    init(seed: UInt64, eventsTotal: Int64) {
        self.eventsTotal = eventsTotal
        generator = SeededGenerator(seed: seed)
        var settings = EventSequencer.Settings()
        settings.pageEventsMaximum = Int.random(in: 1...20, using: &generator)
        settings.reorderEventsMaximum = Int.random(in: 1...30, using: &generator)
        sequencer = EventSequencer(at: history.cursor(0), settings: settings, now: start)
    }

    /// Runs until all was delivered, at most for ten minutes of its own clock.
    mutating func run() {
        while milliseconds < 600_000, sequencer.delivered.revision.number < eventsTotal {
            milliseconds += 1
            commit()
            receive()
            answer()
            decide()
        }
    }

    private var now: ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    private mutating func commit() {
        guard committed < eventsTotal, chance(30) else { return }
        let first = committed + 1
        committed = min(eventsTotal, committed + Int64.random(in: 1...4, using: &generator))
        let events = history.events(first...committed)
        // Lost by a fifth, doubled by a fifth, and late by anything up to a tenth of a second.
        for _ in 0..<(chance(20) ? 0 : chance(20) ? 2 : 1) {
            let due = milliseconds + Int.random(in: 0...100, using: &generator)
            parcels.append(Parcel(due: due, events: chance(10) ? events.reversed() : events))
        }
        if chance(1) { sequencer.busChanged(isWell: chance(50)) }
    }

    private mutating func receive() {
        let due = parcels.filter { $0.due <= milliseconds }
        parcels.removeAll { $0.due <= milliseconds }
        for parcel in due { note(sequencer.receive(parcel.events, now: now)) }
    }

    private mutating func answer() {
        switch question {
        case .asked(let revision, let limit, let readAt, let answeredAt)
        where readAt <= milliseconds:
            let page = history.page(after: revision.number, latest: committed, limit: limit)
            question = .read(page, answeredAt: answeredAt)
        case .read(let page, let answeredAt) where answeredAt <= milliseconds:
            question = .none
            switch sequencer.answered(page, now: now) {
            case .deliver(let events): note(events)
            case .startOver: hasStartedOver = true
            }
        case .failing(let failsAt) where failsAt <= milliseconds:
            question = .none
            sequencer.inquiryFailed(now: now)
        case .none, .asked, .read, .failing: break
        }
    }

    private mutating func decide() {
        guard case .ask(let revision, let limit) = sequencer.decide(now: now) else { return }
        let readAt = milliseconds + Int.random(in: 0...50, using: &generator)
        let answeredAt = readAt + Int.random(in: 0...50, using: &generator)
        question =
            chance(20)
            ? .failing(at: readAt)
            : .asked(after: revision, limit: limit, readAt: readAt, answeredAt: answeredAt)
    }

    private mutating func note(_ events: [WireEvent]) {
        delivered += events.map(\.cursor.revision.number)
    }
}
