package import Billets
import BilletsDeflate
import BilletsWire
import NIOCore

/// Decides what becomes of all that a client updater is told.
///
/// A value without I/O: it joins the sequencer, which puts changes into order, with the planner, which finds
/// sockets their place among them. What performs its actions decides nothing; the simulation performs them
/// too, in a world that fails.
package struct UpdaterMachine<Socket: Sendable> {
    private let allocator = ByteBufferAllocator()
    private let settings: UpdaterSettings
    private let demand: CompressionDemand
    private let compressor = FrameCompressor(.quick)
    private var sequencer: EventSequencer
    private var planner: CatchUpPlanner<Socket>

    /// A machine whose readers have seen everything up to `cursor`, and which asks the store first of all; changes
    /// are compressed as long as there is `demand`.
    package init(
        at cursor: Cursor,
        settings: UpdaterSettings = UpdaterSettings(),
        demand: CompressionDemand = CompressionDemand(.off),
        now: ContinuousClock.Instant
    ) {
        self.settings = settings
        self.demand = demand
        sequencer = EventSequencer(at: cursor, settings: settings.sequencer, now: now)
        planner = CatchUpPlanner(ring: EventRing(eventsMaximum: settings.ringEventsMaximum))
    }

    /// The last change that was delivered.
    package var delivered: Cursor {
        sequencer.delivered
    }

    /// What has been seen since the last time.
    package mutating func takeTally() -> UpdaterTally {
        var tally = sequencer.tally
        tally.currentResumes = planner.tally.currentResumes
        tally.eventResumes = planner.tally.eventResumes
        tally.snapshotResumes = planner.tally.snapshotResumes
        sequencer.tally = UpdaterTally()
        planner.tally = UpdaterTally()
        return tally
    }

    /// Takes in what the updater is told; when no more mail waits, `decide` says what is next.
    package mutating func take(
        _ mail: UpdaterMail<Socket>,
        now: ContinuousClock.Instant
    ) -> [UpdaterAction<Socket>] {
        switch mail {
        case .events(let events):
            return deliver(sequencer.receive(events, now: now))
        case .eventsMissed:
            sequencer.hurry()
            return []
        case .bus(let bus):
            sequencer.busChanged(isWell: bus == .well)
            return [.noteBus(bus)]
        case .request(let request):
            return plan(planner.request(request, delivered: delivered))
        case .answer(.success(let page)):
            return answered(page, now: now)
        case .answer(.failure(let rejection)):
            sequencer.inquiryFailed(now: now)
            return [.noteStoreFails(rejection)] + plan(planner.storeFailed(rejection))
        case .page(let result, let revision):
            return plan(planner.pageLoaded(result, after: revision, delivered: delivered))
        case .snapshot(let result):
            return plan(planner.snapshotLoaded(result, delivered: delivered))
        }
    }

    /// What is to be done now that no mail waits; nil if the next thing is the store's answer.
    package mutating func decide(now: ContinuousClock.Instant) -> UpdaterAction<Socket>? {
        switch sequencer.decide(now: now) {
        case .awaitAnswer:
            return nil
        case .wait(let until):
            return .wake(at: until)
        case .ask(let revision, let limit):
            planner.storeAsked()
            return .ask(after: revision, limit: limit)
        }
    }

    private mutating func answered(
        _ page: EventPage,
        now: ContinuousClock.Instant
    ) -> [UpdaterAction<Socket>] {
        var actions: [UpdaterAction<Socket>]
        switch sequencer.answered(page, now: now) {
        case .deliver(let events):
            actions = deliver(events)
        case .startOver(let cursor):
            planner.startOver()
            actions = [.startOver(cursor)]
        }
        let hasCaughtUp = page.latest.revision <= delivered.revision
        actions.append(.noteStoreAnswers(hasCaughtUp: hasCaughtUp))
        return actions
            + plan(planner.storeAnswered(latest: page.latest, delivered: delivered))
    }

    private mutating func deliver(_ events: [WireEvent]) -> [UpdaterAction<Socket>] {
        guard !events.isEmpty else { return [] }
        var actions: [UpdaterAction<Socket>] = [.feed(events)]
        var rest = events[...]
        let compressor = demand.exists ? compressor : nil
        while let batch = FrameBatch(
            Self.takePiece(&rest),
            allocator: allocator,
            compressor: compressor
        ) {
            planner.keep(batch)
            actions.append(.pass(batch))
        }
        return actions
    }

    /// Takes as many events from the front of `events` as one write to a socket should hold.
    private static func takePiece(_ events: inout ArraySlice<WireEvent>) -> [WireEvent] {
        var bytes = 0
        let piece = events.prefix { event in
            defer { bytes += event.payload.count }
            return bytes < SocketGroup.passBytesTarget
        }
        events = events.dropFirst(piece.count)
        return Array(piece)
    }

    private mutating func plan(
        _ actions: [CatchUpPlanner<Socket>.Action]
    ) -> [UpdaterAction<Socket>] {
        actions.compactMap { action in
            switch action {
            case .answer(let request, let content):
                return .answer(request, content)
            case .loadPage(let revision):
                return .loadPage(after: revision, limit: settings.pageEventsMaximum)
            case .loadSnapshot:
                return .loadSnapshot
            case .hurry:
                sequencer.hurry()
                return nil
            }
        }
    }
}
