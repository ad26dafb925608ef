import Billets
import BilletsWire
import Logging
import NIOCore

/// Hands committed changes to this gateway's own sockets, in revision order, each exactly once.
///
/// It owns the order of events, the ring of the last ones and the snapshots being read. It knows the
/// socket groups, to which it posts, and the store, which it asks; sockets and bus know only `post`.
///
/// Invariant: everything but `post` and `mailbox` is touched on `eventLoop` alone; that is why the class
/// is Sendable without the compiler's proof.
final class ClientUpdater: @unchecked Sendable {
    /// What other threads tell the updater.
    enum Mail: Sendable {
        /// Changes that the bus brought, or that this gateway committed.
        case events([WireEvent])

        /// The bus carries events, or does not.
        case bus(DependencyHealth)

        /// A socket wants its place in the stream.
        case request(CatchUpRequest)
    }

    private let eventLoop: any EventLoop
    private let store: any TicketStore
    private let groups: [SocketGroup]
    private let health: GatewayHealth
    private let logger: Logger
    private let allocator = ByteBufferAllocator()
    private let mailbox: Mailbox<Mail>

    private var sequencer: EventSequencer
    private var ring = EventRing()
    private var snapshots = SnapshotLoader()
    private var pages: [Revision: [PagedRequest]] = [:]
    private var ahead: [CatchUpRequest] = []
    private var joined: (after: Revision, through: Revision, frames: [ByteBuffer])?
    private var alarm: (at: ContinuousClock.Instant, scheduled: Scheduled<Void>)?

    /// A request that waits for a page of the store, and the frames that come before that page.
    private struct PagedRequest {
        let request: CatchUpRequest
        let before: [ByteBuffer]
    }

    /// An updater whose readers have seen everything up to `cursor`.
    init(
        at cursor: Cursor,
        store: any TicketStore,
        groups: [SocketGroup],
        health: GatewayHealth,
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        self.store = store
        self.groups = groups
        self.health = health
        self.logger = logger
        sequencer = EventSequencer(at: cursor, now: .now)
        let box = WeakUpdater()
        mailbox = Mailbox(on: eventLoop) { mail in box.updater?.receive(mail) }
        box.updater = self
    }

    /// Begins to follow the store.
    func start() {
        eventLoop.execute { self.act() }
    }

    /// Tells the updater something; from any thread, never blocks.
    func post(_ mail: Mail) {
        mailbox.post(mail)
    }

    private func receive(_ mail: [Mail]) {
        for each in mail {
            switch each {
            case .events(let events):
                deliver(sequencer.receive(events, now: .now))
            case .bus(let bus):
                health.bus(bus)
                sequencer.busChanged(isWell: bus == .well)
            case .request(let request):
                handle(request)
            }
        }
        act()
    }
}

// MARK: Following the store

extension ClientUpdater {
    /// Does what the sequencer decides, and wakes up when it wants to decide again.
    private func act() {
        switch sequencer.decide(now: .now) {
        case .awaitAnswer:
            break
        case .wait(let until):
            wake(at: until)
        case .ask(let revision, let limit):
            // Ends by itself: every question to a store has a deadline of the store's own.
            Task { [store] in
                let answer: Result<EventPage, Rejection>
                do throws(Rejection) {
                    answer = .success(try await store.events(after: revision, limit: limit))
                } catch {
                    answer = .failure(error)
                }
                eventLoop.execute { self.answered(answer) }
            }
        }
    }

    private func wake(at time: ContinuousClock.Instant) {
        if let alarm, alarm.at <= time { return }
        alarm?.scheduled.cancel()
        let delay = max(.zero, time - .now)
        let scheduled = eventLoop.scheduleTask(in: .nanoseconds(delay.wholeNanoseconds)) {
            self.alarm = nil
            self.act()
        }
        alarm = (time, scheduled)
    }

    private func answered(_ answer: Result<EventPage, Rejection>) {
        switch answer {
        case .success(let page):
            switch sequencer.answered(page, now: .now) {
            case .deliver(let events): deliver(events)
            case .startOver(let cursor): startOver(at: cursor)
            }
            health.store(.well, hasCaughtUp: page.latest.revision <= sequencer.delivered.revision)
            let waiting = ahead
            ahead = []
            for request in waiting { handleAhead(request, latest: page.latest) }
        case .failure(let rejection):
            sequencer.inquiryFailed(now: .now)
            if health.store(.unwell(rejection.message), hasCaughtUp: nil) {
                logger.warning("The store cannot be asked: \(rejection)")
            }
            for request in ahead { request.answer(.rejected(rejection)) }
            ahead = []
        }
        act()
    }

    private func deliver(_ events: [WireEvent]) {
        var rest = events[...]
        while let batch = FrameBatch(Self.takePiece(&rest), allocator: allocator) {
            ring.append(batch)
            for group in groups { group.post(.events(batch)) }
        }
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

    private func startOver(at cursor: Cursor) {
        logger.warning(
            "The history of the database is another one: every client starts over",
            metadata: ["epoch": "\(cursor.epoch)", "revision": "\(cursor.revision)"]
        )
        ring.removeAll()
        snapshots.invalidate()
        joined = nil
        for group in groups { group.post(.startOver(cursor)) }
    }
}

// MARK: Answering sockets

extension ClientUpdater {
    private func handle(_ request: CatchUpRequest) {
        switch request.want {
        case .snapshot:
            wantSnapshot(request)
        case .since(let cursor) where cursor.epoch != sequencer.delivered.epoch:
            wantSnapshot(request)
        case .since(let cursor) where cursor.revision > sequencer.delivered.revision:
            // The client was on a gateway that is ahead of this one; or on a database that was lost.
            ahead.append(request)
            sequencer.hurry()
        case .since(let cursor):
            let missed = sequencer.delivered.revision.distance(from: cursor.revision)
            let resumed = ServerMessage.resumed(cursor: sequencer.delivered, missed: missed)
            let frame = WebSocketFraming.text(resumed.encoded(), allocator: allocator)
            serve(request, after: cursor.revision, before: [frame])
        case .more(let revision):
            serve(request, after: revision, before: [])
        }
    }

    private func handleAhead(_ request: CatchUpRequest, latest: Cursor) {
        if case .since(let cursor) = request.want, cursor.revision > latest.revision {
            wantSnapshot(request)
        } else {
            handle(request)
        }
    }

    /// Answers with the frames in `before` and all changes after `revision`, as far as they are at hand.
    private func serve(_ request: CatchUpRequest, after revision: Revision, before: [ByteBuffer]) {
        guard revision < sequencer.delivered.revision else {
            request.answer(.frames(before, through: revision))
            return
        }
        if let frames = ringFrames(after: revision) {
            request.answer(.frames(before + frames, through: sequencer.delivered.revision))
            return
        }
        let isFirst = pages[revision] == nil
        pages[revision, default: []].append(PagedRequest(request: request, before: before))
        if isFirst { loadPage(after: revision) }
    }

    /// The frames after `revision` from the ring, joined to pieces that suit a write.
    private func ringFrames(after revision: Revision) -> [ByteBuffer]? {
        let through = sequencer.delivered.revision
        if let joined, joined.after == revision, joined.through == through { return joined.frames }
        guard let frames = ring.frames(after: revision) else { return nil }
        var pieces: [ByteBuffer] = []
        for frame in frames {
            let size = (pieces.last?.readableBytes ?? .max)
            if size < SocketGroup.passBytesTarget {
                pieces[pieces.count - 1].writeImmutableBuffer(frame)
            } else {
                pieces.append(allocator.buffer(capacity: SocketGroup.passBytesTarget))
                pieces[pieces.count - 1].writeImmutableBuffer(frame)
            }
        }
        joined = (revision, through, pieces)
        return pieces
    }

    private func loadPage(after revision: Revision) {
        let epoch = sequencer.delivered.epoch
        // Ends by itself: every question to a store has a deadline of the store's own.
        Task { [store, allocator] in
            let answer: Result<(page: EventPage, frames: FrameBatch?), Rejection>
            do throws(Rejection) {
                let page = try await store.events(after: revision, limit: 1000)
                answer = .success((page, FrameBatch(page.events, allocator: allocator)))
            } catch {
                answer = .failure(error)
            }
            eventLoop.execute { self.pageLoaded(answer, after: revision, epoch: epoch) }
        }
    }

    private func pageLoaded(
        _ answer: Result<(page: EventPage, frames: FrameBatch?), Rejection>,
        after revision: Revision,
        epoch: Epoch
    ) {
        let waiting = pages.removeValue(forKey: revision) ?? []
        for each in waiting {
            switch answer {
            case .success(let (page, batch)):
                let isKept = page.latest.epoch == epoch && page.oldestRetained <= revision.next
                guard isKept, let batch else {
                    startOver(each.request)
                    continue
                }
                each.request.answer(.frames(each.before + [batch.bytes], through: batch.last))
            case .failure(let rejection):
                each.request.answer(.rejected(rejection))
            }
        }
    }

    /// What `request` needs is no longer kept.
    private func startOver(_ request: CatchUpRequest) {
        switch request.want {
        case .since: wantSnapshot(request)
        case .snapshot, .more: request.answer(.overtaken)
        }
    }

    private func wantSnapshot(_ request: CatchUpRequest) {
        let (ready, mustLoad) = snapshots.request(request, delivered: sequencer.delivered)
        if let ready { serve(request, after: ready.cursor.revision, before: ready.frames) }
        if mustLoad { loadSnapshot() }
    }

    private func loadSnapshot() {
        // Ends by itself: every question to a store has a deadline of the store's own.
        Task { [store, allocator] in
            let answer: Result<EncodedSnapshot, Rejection>
            do throws(Rejection) {
                answer = .success(
                    EncodedSnapshot(try await store.snapshot(), allocator: allocator)
                )
            } catch {
                answer = .failure(error)
            }
            eventLoop.execute { self.snapshotLoaded(answer) }
        }
    }

    private func snapshotLoaded(_ answer: Result<EncodedSnapshot, Rejection>) {
        let (waiting, mustLoad) = snapshots.loaded(try? answer.get())
        for request in waiting {
            switch answer {
            case .success(let snapshot) where snapshot.cursor.epoch == sequencer.delivered.epoch:
                serve(request, after: snapshot.cursor.revision, before: snapshot.frames)
            case .success:
                // The snapshot is ahead into another history: the poll will tell, and close the socket.
                sequencer.hurry()
                request.answer(.overtaken)
            case .failure(let rejection):
                request.answer(.rejected(rejection))
            }
        }
        if mustLoad { loadSnapshot() }
        act()
    }
}

/// Lets a mailbox be made before its updater is.
///
/// Invariant: written once, before the first mail can be posted.
private final class WeakUpdater: @unchecked Sendable {
    weak var updater: ClientUpdater?
}

extension Duration {
    /// The duration in nanoseconds, clamped to what fits.
    fileprivate var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : nanoseconds + attoseconds / 1_000_000_000
    }
}
