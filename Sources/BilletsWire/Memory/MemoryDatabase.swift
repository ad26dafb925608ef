package import Billets

/// What a `MemoryStore` keeps.
package struct MemoryDatabase {
    private struct Entry {
        let event: TicketEvent
        let wireEvent: WireEvent
        let intent: Intent?
    }

    private struct Intent: Hashable {
        let user: UserID
        let requestID: RequestID
    }

    private struct Answer {
        let revision: Revision
        let digest: CommandDigest
    }

    /// Which database it is.
    package private(set) var identity: StoreIdentity

    /// Who may log in.
    var book = MemoryAccountBook()

    /// What sessions are signed with.
    var keys: MemoryKeyRing

    /// What is tried too often.
    var throttles = MemoryThrottles()

    private let retainedEventsMaximum: Int
    private var board: Board
    private var history: [Entry] = []
    private var answers: [Intent: Answer] = [:]
    /// The time at which each lock was taken or last renewed.
    private var lockGrants: [TicketID: Timestamp] = [:]
    private var presence = MemoryPresence()
    private var registry = NodeRegistry()
    private var generator: any RandomNumberGenerator & Sendable

    /// An empty database, whose ids and keys come from `generator`.
    package init(
        leases: LeasePolicy,
        retainedEventsMaximum: Int,
        at now: Timestamp,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.retainedEventsMaximum = retainedEventsMaximum
        var generator = generator
        let (wireKey, sessionKey) = (Self.key(&generator), Self.key(&generator))
        identity = StoreIdentity(
            databaseID: .timeOrdered(at: now, using: &generator),
            epoch: .timeOrdered(at: now, using: &generator),
            wireKey: wireKey,
            leases: leases
        )
        self.generator = generator
        keys = MemoryKeyRing(SessionKey(id: "1", secret: sessionKey, createdAt: now))
        board = Board(cursor: Cursor(epoch: identity.epoch, revision: .none))
    }

    private static func key(_ generator: inout any RandomNumberGenerator & Sendable) -> [UInt8] {
        (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
    }

    /// Begins another history, which goes on from what is kept here: the database is the copy of one,
    /// restored.
    ///
    /// Who was where when the copy was made says nothing of now. So each gateway's next report must be complete,
    /// and whoever holds a lock is taken to have left now, until a report says that they are here.
    package mutating func renewEpoch(at now: Timestamp) {
        identity = StoreIdentity(
            databaseID: identity.databaseID,
            epoch: .timeOrdered(at: now, using: &generator),
            wireKey: identity.wireKey,
            leases: identity.leases
        )
        board = Board(
            cursor: Cursor(epoch: identity.epoch, revision: board.cursor.revision),
            tickets: Array(board.tickets.values)
        )
        history = history.map { entry in
            Entry(
                event: entry.event,
                wireEvent: WireEvent(
                    cursor: Cursor(epoch: identity.epoch, revision: entry.event.revision),
                    payload: entry.wireEvent.payload
                ),
                intent: entry.intent
            )
        }
        presence = MemoryPresence(everybodyLeft: board.tickets.values.compactMap(\.lock), at: now)
    }

    /// Carries out a command, or answers as it was answered before.
    package mutating func carryOut(
        _ request: CommandRequest,
        at now: Timestamp
    ) throws(Rejection) -> Acceptance {
        try request.command.refuseIfMalformed()
        let intent = request.requestID.map { Intent(user: request.user.id, requestID: $0) }
        let digest = CommandDigest(request.command)
        if let answer = intent.flatMap({ answers[$0] }), let entry = entry(answer.revision) {
            guard answer.digest == digest else { throw Rejection.reusedRequestID }
            return acceptance(of: entry.event, events: [entry.wireEvent])
        }
        let steps = try steps(of: request, at: now)
        let entries = try steps.enumerated().map { index, step throws(Rejection) in
            try append(step, at: now, intent: index == steps.count - 1 ? intent : nil)
        }
        forget()
        guard let last = entries.last else {
            throw Rejection(.unavailable, "Nothing followed from the command.")
        }
        if let intent {
            answers[intent] = Answer(revision: last.event.revision, digest: digest)
        }
        return acceptance(of: last.event, events: entries.map(\.wireEvent))
    }

    /// The changes right after `revision`.
    package func events(after revision: Revision, limit: Int) -> EventPage {
        let oldest = history.first?.event.revision ?? board.cursor.revision.next
        let skipped = revision.next.distance(from: oldest)
        let events = skipped < 0 ? [] : history.dropFirst(Int(skipped)).prefix(max(0, limit))
        return EventPage(
            latest: board.cursor,
            oldestRetained: oldest,
            events: events.map(\.wireEvent)
        )
    }

    /// The change `revision`; nil if it is not kept, or has not been.
    package func event(_ revision: Revision) -> TicketEvent? {
        entry(revision)?.event
    }

    /// All tickets.
    package func snapshot() -> Snapshot {
        Snapshot(
            cursor: board.cursor,
            tickets: board.tickets.values.sorted { $0.number < $1.number }
        )
    }

    /// The tickets that `query` selects, in its order.
    func tickets(_ query: TicketQuery) -> TicketPage {
        let order = query.order
        let selected = board.tickets.values
            .filter { ticket in
                query.selects(ticket)
                    && query.after.map { order.isInOrder($0, order.place(of: ticket)) } ?? true
            }
            .sorted { order.isInOrder(order.place(of: $0), order.place(of: $1)) }
        return TicketPage(
            latest: board.cursor,
            tickets: Array(selected.prefix(query.limit + 1)),
            order: order,
            limit: query.limit
        )
    }

    /// What happened to the ticket `id` before `revision`, the newest first; nil if there is none.
    func history(of id: TicketID, before revision: Revision?, limit: Int) -> HistoryPage? {
        guard board.tickets[id] != nil else { return nil }
        let events = history.reversed()
            .filter { entry in
                entry.event.change.ticketID == id
                    && revision.map { entry.event.revision < $0 } ?? true
            }
            .map(\.wireEvent)
        return HistoryPage(events: Array(events.prefix(limit)), hasMore: events.count > limit)
    }

    /// Gives a process the name of a node, unless another one holds it.
    mutating func register(_ instance: NodeInstance, at now: Timestamp) -> NodeRegistration {
        registry.register(instance, at: now)
    }

    /// Takes the name of a process back.
    mutating func unregister(_ instance: NodeInstance) {
        _ = registry.unregister(instance)
    }

    /// Asks the live gateway `node`, or all, to log at `level`.
    mutating func requestLogLevel(
        _ level: LogLevel,
        of node: String?,
        at now: Timestamp
    ) throws(Rejection) -> [String] {
        let nodes = try presence.living(at: now).asked(node)
        for node in nodes { presence.request(level, of: node) }
        return nodes
    }

    /// The level at which the gateway `node` is asked to log; nil if it need not change.
    func requestedLogLevel(of node: String) -> LogLevel? {
        presence.requestedLogLevel(of: node)
    }

    /// Takes a report in, and ends the locks whose time has come.
    package mutating func maintain(
        _ report: PresenceReport,
        at now: Timestamp
    ) throws(Rejection) -> [WireEvent] {
        try registry.hear(report, at: now)
        try presence.take(report, at: now)
        let endings = snapshot().tickets.compactMap { ending(of: $0, at: now) }
        presence.forgetDepartures(upTo: now.adding(.zero - identity.leases.disconnectGrace))
        let entries = try endings.map { step throws(Rejection) in
            try append(step, at: now, intent: nil)
        }
        forget()
        return entries.map(\.wireEvent)
    }

    /// The gateways that live, and who is there.
    func gateways(at now: Timestamp) -> [GatewayPresence] {
        presence.living(at: now)
    }

    private func ending(of ticket: Ticket, at now: Timestamp) -> TicketTransition? {
        if let expiry = ticket.expiring(at: now) { return expiry }
        guard let lock = ticket.lock, let departure = presence.departure(of: lock.holder.id),
            let grant = lockGrants[ticket.id],
            identity.leases.isAbandoned(grantedAt: grant, holderLeftAt: departure, at: now)
        else { return nil }
        return ticket.abandoning()
    }

    private mutating func steps(
        of request: CommandRequest,
        at now: Timestamp
    ) throws(Rejection) -> [TicketTransition] {
        var generator = generator
        defer { self.generator = generator }
        do {
            return try request.steps(in: self, under: identity.leases, at: now) {
                .timeOrdered(at: now, using: &generator)
            }
        } catch let rejection as Rejection {
            throw rejection
        } catch {
            throw Rejection(.unavailable, "The store failed.", cause: String(describing: error))
        }
    }

    private mutating func append(
        _ step: TicketTransition,
        at now: Timestamp,
        intent: Intent?
    ) throws(Rejection) -> Entry {
        let event = TicketEvent(
            revision: board.cursor.revision.next,
            at: now,
            by: step.by,
            change: step.change
        )
        do {
            try board.apply(event)
        } catch {
            throw Rejection(.unavailable, "The store failed.", cause: String(describing: error))
        }
        switch event.change {
        case .locked(let id, _): lockGrants[id] = now
        case .unlocked(let id, _): lockGrants[id] = nil
        case .created, .updated: break
        }
        let wireEvent = WireEvent(event, epoch: identity.epoch)
        let entry = Entry(event: event, wireEvent: wireEvent, intent: intent)
        history.append(entry)
        return entry
    }

    private mutating func forget() {
        let surplus = history.prefix(max(0, history.count - retainedEventsMaximum))
        for intent in surplus.compactMap(\.intent) { answers[intent] = nil }
        history.removeFirst(surplus.count)
    }

    private func entry(_ revision: Revision) -> Entry? {
        guard let oldest = history.first?.event.revision else { return nil }
        let index = Int(revision.distance(from: oldest))
        return history.indices.contains(index) ? history[index] : nil
    }

    private func acceptance(of event: TicketEvent, events: [WireEvent]) -> Acceptance {
        Acceptance(revision: event.revision, ticket: event.change.ticket, events: events)
    }
}

extension MemoryDatabase: TicketLedger {
    /// The ticket `id`; nil if there is none.
    package func ticket(_ id: TicketID) -> Ticket? {
        board.tickets[id]
    }

    /// The user `id`, unless there is no such account or it is disabled.
    package func assignee(_ id: UserID) -> User? {
        book.assignee(id)
    }

    /// One more than the highest number.
    package func nextNumber() -> Int64 {
        Int64(board.tickets.count) + 1
    }
}
