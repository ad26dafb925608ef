import Billets
import BilletsDeflate
import BilletsWire
import Logging
import NIOCore

/// Hands committed changes to this gateway's own sockets, in revision order, each exactly once.
///
/// It performs what its machine decides. It knows the socket groups, to which it posts,
/// and the store, which it asks; sockets and bus know only `post`.
///
/// Invariant: everything but `post` and the constants is touched on `eventLoop` alone; that is why the
/// class is Sendable without the compiler's proof.
final class ClientUpdater: @unchecked Sendable {
    /// What other threads tell the updater.
    typealias Mail = UpdaterMail<SocketReference>

    private let eventLoop: any EventLoop
    private let store: any TicketStore
    private let groups: [SocketGroup]
    private let feed: EventFeed
    private let health: GatewayHealth
    private let demand: CompressionDemand
    private let metrics: GatewayMetrics
    private let logger: Logger
    private let onStartOver: @Sendable (Cursor) -> Void
    private let allocator = ByteBufferAllocator()
    private let mailbox: Mailbox<Mail>

    private var machine: UpdaterMachine<SocketReference>
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
        demand: CompressionDemand,
        metrics: GatewayMetrics,
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
        self.demand = demand
        self.metrics = metrics
        self.logger = logger
        machine = UpdaterMachine(at: cursor, demand: demand, now: .now)
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
            for action in machine.take(each, now: .now) { perform(action) }
        }
        act()
        metrics.updater.take(machine.takeTally())
    }
}

// MARK: Performing what was decided

extension ClientUpdater {
    /// Does what is next, or wakes up when it is.
    private func act() {
        guard !hasStopped, let action = machine.decide(now: .now) else { return }
        perform(action)
    }

    private func perform(_ action: UpdaterAction<SocketReference>) {
        switch action {
        case .feed(let events):
            feed.append(events)
        case .pass(let batch):
            for group in groups { group.post(.events(batch)) }
            metrics.delivered(batch.count)
        case .startOver(let cursor):
            startOver(at: cursor)
        case .answer(let request, let content):
            let answer = CatchUp(generation: request.generation, content: content)
            request.socket.group.post(.catchUp(request.socket, answer))
        case .ask(let revision, let limit):
            ask { store in .answer(await store.page(after: revision, limit: limit)) }
        case .loadPage(let revision, let limit):
            ask { [allocator, demand] store in
                let page = await store.page(after: revision, limit: limit)
                let framed = page.map {
                    CatchUpPage($0, allocator: allocator, compressor: demand.compressor(.quick))
                }
                return .page(framed, after: revision)
            }
        case .loadSnapshot:
            ask { [allocator, demand] store in
                let snapshot = await store.wholeSnapshot()
                let encoded = snapshot.map {
                    let compressor = demand.compressor(.thorough)
                    return EncodedSnapshot($0, allocator: allocator, compressor: compressor)
                }
                return .snapshot(encoded)
            }
        case .wake(let time):
            wake(at: time)
        case .noteBus(let bus):
            health.bus(bus)
        case .noteStoreAnswers(let hasCaughtUp):
            if health.store(.well, hasCaughtUp: hasCaughtUp) { logger.info("The store answers") }
        case .noteStoreFails(let rejection):
            if health.store(.unwell(rejection.message), hasCaughtUp: false) {
                logger.warning("The store does not answer: \(rejection)")
            }
        }
    }

    private func startOver(at cursor: Cursor) {
        logger.warning(
            "The history of the database is another one: every client starts over",
            metadata: ["epoch": "\(cursor.epoch)", "revision": "\(cursor.revision)"]
        )
        metrics.updater.startedOver()
        onStartOver(cursor)
        feed.startOver(at: cursor)
        for group in groups { group.post(.startOver(cursor)) }
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
