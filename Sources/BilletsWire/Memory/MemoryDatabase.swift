import Billets

/// What a `MemoryStore` keeps.
struct MemoryDatabase {
    private struct Entry {
        let event: TicketEvent
        let wireEvent: WireEvent
        let intent: Intent?
    }

    private struct Intent: Hashable {
        let user: UserID
        let requestID: RequestID
    }

    /// Which database it is.
    let identity: StoreIdentity

    /// Who may log in.
    var book = MemoryAccountBook()

    /// What sessions are signed with.
    var keys: MemoryKeyRing

    /// What is tried too often.
    var throttles = MemoryThrottles()

    private let retainedEventsMaximum: Int
    private var board: Board
    private var history: [Entry] = []
    private var revisions: [Intent: Revision] = [:]
    private var presence = MemoryPresence()

    /// An empty database.
    init(leases: LeasePolicy, retainedEventsMaximum: Int, at now: Timestamp) {
        self.retainedEventsMaximum = retainedEventsMaximum
        var generator = SystemRandomNumberGenerator()
        func key() -> [UInt8] {
            (0..<32).map { _ in .random(in: .min ... .max, using: &generator) }
        }
        identity = StoreIdentity(
            databaseID: .random(),
            epoch: .random(),
            wireKey: key(),
            leases: leases
        )
        keys = MemoryKeyRing(SessionKey(id: "1", secret: key(), createdAt: now))
        board = Board(cursor: Cursor(epoch: identity.epoch, revision: .none))
    }

    /// Carries out a command, or answers as it was answered before.
    mutating func carryOut(
        _ request: CommandRequest,
        at now: Timestamp
    ) throws(Rejection) -> Acceptance {
        let intent = request.requestID.map { Intent(user: request.user.id, requestID: $0) }
        if let entry = intent.flatMap({ revisions[$0] }).flatMap({ entry($0) }) {
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
        return acceptance(of: last.event, events: entries.map(\.wireEvent))
    }

    /// The changes right after `revision`.
    func events(after revision: Revision, limit: Int) -> EventPage {
        let oldest = history.first?.event.revision ?? board.cursor.revision.next
        let skipped = revision.next.distance(from: oldest)
        let events = skipped < 0 ? [] : history.dropFirst(Int(skipped)).prefix(max(0, limit))
        return EventPage(
            latest: board.cursor,
            oldestRetained: oldest,
            events: events.map(\.wireEvent)
        )
    }

    /// All tickets.
    func snapshot() -> Snapshot {
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

    /// Takes a report in, and ends the locks whose time has come.
    mutating func maintain(
        _ report: PresenceReport,
        at now: Timestamp
    ) throws(Rejection) -> [WireEvent] {
        try presence.take(report, at: now)
        let endings = snapshot().tickets.compactMap { ending(of: $0, at: now) }
        presence.forgetDepartures(upTo: now.adding(.zero - identity.leases.disconnectGrace))
        let entries = try endings.map { step throws(Rejection) in
            try append(step, at: now, intent: nil)
        }
        forget()
        return entries.map(\.wireEvent)
    }

    private func ending(of ticket: Ticket, at now: Timestamp) -> TicketTransition? {
        if let expiry = ticket.expiring(at: now) { return expiry }
        guard let lock = ticket.lock, let departure = presence.departure(of: lock.holder.id),
            identity.leases.isAbandoned(lock, holderLeftAt: departure, at: now)
        else { return nil }
        return ticket.abandoning()
    }

    private func steps(
        of request: CommandRequest,
        at now: Timestamp
    ) throws(Rejection) -> [TicketTransition] {
        var generator = SystemRandomNumberGenerator()
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
        let wireEvent = WireEvent(event, epoch: identity.epoch)
        let entry = Entry(event: event, wireEvent: wireEvent, intent: intent)
        history.append(entry)
        if let intent { revisions[intent] = event.revision }
        return entry
    }

    private mutating func forget() {
        let surplus = history.prefix(max(0, history.count - retainedEventsMaximum))
        for intent in surplus.compactMap(\.intent) { revisions[intent] = nil }
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
    func ticket(_ id: TicketID) -> Ticket? {
        board.tickets[id]
    }

    /// The user `id`, unless there is no such account or it is disabled.
    func assignee(_ id: UserID) -> User? {
        book.assignee(id)
    }

    /// One more than the highest number.
    func nextNumber() -> Int64 {
        Int64(board.tickets.count) + 1
    }
}
