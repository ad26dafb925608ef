import Billets
import BilletsWire

/// Puts committed changes into revision order, and knows when to ask the store for what is missing.
///
/// A value without I/O: it is told what happened and when, and answers what may be delivered. The bus
/// may lose, double and reorder; the store is the truth.
package struct EventSequencer {
    /// What is to be done next.
    enum Decision: Equatable {
        /// Ask the store for the `limit` changes after `revision`, and tell the answer.
        case ask(after: Revision, limit: Int)

        /// Decide again at this moment, or when something has happened.
        case wait(until: ContinuousClock.Instant)

        /// The store has been asked: its answer comes next.
        case awaitAnswer
    }

    /// What an answer of the store leads to.
    enum Outcome: Equatable {
        /// These changes are next, in order.
        case deliver([WireEvent])

        /// The history is another one, or too much of it is gone: every reader starts over at this place.
        case startOver(Cursor)
    }

    private enum Inquiry {
        case none(notBefore: ContinuousClock.Instant)
        case asked(after: Revision)
    }

    private let settings: Settings
    private var inquiry: Inquiry
    private var waiting: [Revision: WireEvent] = [:]
    private var gapSince: ContinuousClock.Instant?
    private var lastNews: ContinuousClock.Instant
    private var isUrgent = true
    private var busIsWell = false

    /// The last change that was delivered.
    private(set) var delivered: Cursor

    /// What has been seen so far.
    var tally = UpdaterTally()

    /// A reader who has seen everything up to `cursor`, and asks the store first of all.
    init(at cursor: Cursor, settings: Settings = Settings(), now: ContinuousClock.Instant) {
        self.settings = settings
        delivered = cursor
        lastNews = now
        inquiry = .none(notBefore: now)
    }

    /// Takes in changes from the bus or from this gateway's own commits.
    ///
    /// - Returns: what may be delivered now, in order.
    mutating func receive(_ events: [WireEvent], now: ContinuousClock.Instant) -> [WireEvent] {
        var ready: [WireEvent] = []
        for event in events {
            guard event.cursor.epoch == delivered.epoch else {
                isUrgent = true
                continue
            }
            if event.cursor.revision == delivered.revision.next {
                advance(past: event, &ready)
            } else if event.cursor.revision > delivered.revision,
                waiting.count < settings.reorderEventsMaximum
            {
                waiting[event.cursor.revision] = event
            }
        }
        if !ready.isEmpty {
            lastNews = now
            waiting = waiting.filter { $0.key > delivered.revision }
            gapSince = nil
        }
        if gapSince == nil, !waiting.isEmpty { tally.reorderWaits += 1 }
        gapSince = waiting.isEmpty ? nil : gapSince ?? now
        return ready
    }

    /// Takes in the store's answer.
    mutating func answered(_ page: EventPage, now: ContinuousClock.Instant) -> Outcome {
        guard case .asked(let revision) = inquiry else { return .deliver([]) }
        inquiry = .none(notBefore: now)
        lastNews = now
        // Compared with what was asked, not with what has been delivered since: the answer may be older.
        let isAnotherHistory =
            page.latest.epoch != delivered.epoch || page.latest.revision < revision
        let isOvertaken = page.oldestRetained > delivered.revision.next
        guard !isAnotherHistory, !isOvertaken else {
            startOver(at: page.latest)
            return .startOver(page.latest)
        }
        let ready = receive(page.events, now: now)
        tally.repairs += ready.count
        // What became urgent since the question was asked, its answer does not settle.
        isUrgent = isUrgent || page.latest.revision > delivered.revision
        return .deliver(ready)
    }

    /// The store could not be asked.
    mutating func inquiryFailed(now: ContinuousClock.Instant) {
        inquiry = .none(notBefore: now + settings.retryDelay)
        isUrgent = true
    }

    /// The bus carries events, or does not.
    mutating func busChanged(isWell: Bool) {
        busIsWell = isWell
        isUrgent = true
    }

    /// Asks the store as soon as possible, whatever the bus says.
    mutating func hurry() {
        isUrgent = true
    }

    /// What is to be done now.
    mutating func decide(now: ContinuousClock.Instant) -> Decision {
        guard case .none(let notBefore) = inquiry else { return .awaitAnswer }
        let silence = busIsWell ? settings.silenceMaximum : settings.silenceMaximumWithoutBus
        var due = lastNews + silence
        if let gapSince { due = min(due, gapSince + settings.gapPatience) }
        if isUrgent { due = now }
        due = max(due, notBefore)
        guard due <= now else { return .wait(until: due) }
        if let gapSince, gapSince + settings.gapPatience <= now { tally.gaps += 1 }
        isUrgent = false
        inquiry = .asked(after: delivered.revision)
        return .ask(after: delivered.revision, limit: settings.pageEventsMaximum)
    }

    private mutating func advance(past event: WireEvent, _ ready: inout [WireEvent]) {
        var next: WireEvent? = event
        while let event = next {
            ready.append(event)
            delivered = event.cursor
            next = waiting.removeValue(forKey: delivered.revision.next)
        }
    }

    private mutating func startOver(at cursor: Cursor) {
        delivered = cursor
        waiting = [:]
        gapSince = nil
        isUrgent = false
    }
}
