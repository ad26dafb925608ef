import Billets
import BilletsWire
import Logging
import NIOCore

/// Hands committed changes to this gateway's own sockets, in revision order, each exactly once.
///
/// It performs what the sequencer and the planner decide. It knows the socket groups, to which it posts,
/// and the store, which it asks; sockets and bus know only `post`.
///
/// Invariant: everything but `post` and the constants is touched on `eventLoop` alone; that is why the
/// class is Sendable without the compiler's proof.
final class ClientUpdater: @unchecked Sendable {
    /// What other threads tell the updater.
    enum Mail: MailboxMail {
        /// Changes that the bus brought, or that this gateway committed.
        case events([WireEvent])

        /// There was no room for changes.
        case eventsMissed

        /// The bus carries events, or does not.
        case bus(DependencyHealth)

        /// A socket wants its place in the stream.
        case request(CatchUpRequest)

        /// The store told what comes next, and where it stands.
        case answer(Result<EventPage, Rejection>)

        /// The store told what comes after a revision, for sockets that are behind.
        case page(Result<CatchUpPlanner.Page, Rejection>, after: Revision)

        /// The store told all tickets.
        case snapshot(Result<EncodedSnapshot, Rejection>)
    }

    /// How many events one page for a socket that is behind holds.
    static let pageEventsMaximum = 1000

    private let eventLoop: any EventLoop
    private let store: any TicketStore
    private let groups: [SocketGroup]
    private let feed: EventFeed
    private let health: GatewayHealth
    private let logger: Logger
    private let onStartOver: @Sendable (Cursor) -> Void
    private let allocator = ByteBufferAllocator()
    private let mailbox: Mailbox<Mail>

    private var sequencer: EventSequencer
    private var planner = CatchUpPlanner()
    private var hasStopped = false
    private var alarm: (at: ContinuousClock.Instant, scheduled: Scheduled<Void>)?

    /// An updater whose readers have seen everything up to `cursor`; `onStartOver` is told when the history of the
    /// database is another one, before anybody else is.
    init(
        at cursor: Cursor,
        store: any TicketStore,
        groups: [SocketGroup],
        feed: EventFeed,
        health: GatewayHealth,
        eventLoop: any EventLoop,
        logger: Logger,
        onStartOver: @escaping @Sendable (Cursor) -> Void
    ) {
        self.eventLoop = eventLoop
        self.onStartOver = onStartOver
        self.store = store
        self.groups = groups
        self.feed = feed
        self.health = health
        self.logger = logger
        sequencer = EventSequencer(at: cursor, now: .now)
        mailbox = Mailbox(on: eventLoop)
    }

    /// Begins to follow the store.
    func start() {
        mailbox.deliver { [weak self] mail in self?.receive(mail) }
        eventLoop.execute { self.act() }
    }

    /// Ends: nothing comes any more.
    func stop() {
        mailbox.close()
        eventLoop.execute {
            self.hasStopped = true
            self.alarm?.scheduled.cancel()
            self.alarm = nil
        }
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
            case .eventsMissed:
                sequencer.hurry()
            case .bus(let bus):
                health.bus(bus)
                sequencer.busChanged(isWell: bus == .well)
            case .request(let request):
                perform(planner.request(request, delivered: sequencer.delivered))
            case .answer(.success(let page)):
                answered(page)
            case .answer(.failure(let rejection)):
                failed(rejection)
            case .page(let result, let revision):
                perform(
                    planner.pageLoaded(result, after: revision, delivered: sequencer.delivered)
                )
            case .snapshot(let result):
                perform(planner.snapshotLoaded(result, delivered: sequencer.delivered))
            }
        }
        act()
    }

    private func answered(_ page: EventPage) {
        switch sequencer.answered(page, now: .now) {
        case .deliver(let events): deliver(events)
        case .startOver(let cursor): startOver(at: cursor)
        }
        let hasCaughtUp = page.latest.revision <= sequencer.delivered.revision
        if health.store(.well, hasCaughtUp: hasCaughtUp) { logger.info("The store answers") }
        perform(planner.storeAnswered(latest: page.latest, delivered: sequencer.delivered))
    }

    private func failed(_ rejection: Rejection) {
        sequencer.inquiryFailed(now: .now)
        if health.store(.unwell(rejection.message), hasCaughtUp: false) {
            logger.warning("The store does not answer: \(rejection)")
        }
        perform(planner.storeFailed(rejection))
    }

    private func deliver(_ events: [WireEvent]) {
        feed.append(events)
        var rest = events[...]
        while let batch = FrameBatch(Self.takePiece(&rest), allocator: allocator) {
            planner.keep(batch)
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
        onStartOver(cursor)
        planner.startOver()
        feed.startOver(at: cursor)
        for group in groups { group.post(.startOver(cursor)) }
    }
}

// MARK: Performing what was decided

extension ClientUpdater {
    /// Does what the sequencer decides, and wakes up when it wants to decide again.
    private func act() {
        guard !hasStopped else { return }
        switch sequencer.decide(now: .now) {
        case .awaitAnswer:
            break
        case .wait(let until):
            wake(at: until)
        case .ask(let revision, let limit):
            planner.storeAsked()
            ask { store in .answer(await store.page(after: revision, limit: limit)) }
        }
    }

    private func perform(_ actions: [CatchUpPlanner.Action]) {
        for action in actions {
            switch action {
            case .answer(let request, let content):
                request.answer(content)
            case .hurry:
                sequencer.hurry()
            case .loadPage(let revision):
                ask { [allocator] store in
                    let page = await store.page(after: revision, limit: Self.pageEventsMaximum)
                    return .page(
                        page.map { CatchUpPlanner.Page($0, allocator: allocator) },
                        after: revision
                    )
                }
            case .loadSnapshot:
                ask { [allocator] store in
                    let snapshot = await store.wholeSnapshot()
                    return .snapshot(snapshot.map { EncodedSnapshot($0, allocator: allocator) })
                }
            }
        }
    }

    /// Asks the store something, off the event loop; the answer comes as mail.
    private func ask(_ question: @escaping @Sendable (any TicketStore) async -> Mail) {
        // Ends by itself: every question to a store has a deadline of the store's own.
        Task { [store] in post(await question(store)) }
    }

    private func wake(at time: ContinuousClock.Instant) {
        if let alarm, alarm.at <= time { return }
        alarm?.scheduled.cancel()
        let delay = max(.zero, time - .now)
        let scheduled = eventLoop.scheduleTask(in: TimeAmount(delay)) {
            self.alarm = nil
            self.act()
        }
        alarm = (time, scheduled)
    }
}

extension TicketStore {
    fileprivate func page(
        after revision: Revision,
        limit: Int
    ) async -> Result<EventPage, Rejection> {
        do throws(Rejection) {
            return .success(try await events(after: revision, limit: limit))
        } catch {
            return .failure(error)
        }
    }

    fileprivate func wholeSnapshot() async -> Result<Snapshot, Rejection> {
        do throws(Rejection) {
            return .success(try await snapshot())
        } catch {
            return .failure(error)
        }
    }
}
