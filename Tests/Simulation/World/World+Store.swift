import Billets
import BilletsGateway
import BilletsWire
import NIOCore

// What reaches the store, what it answers, and what is lost between.
extension World {
    /// What a gateway says when the store did not answer it.
    static let unavailable = Rejection(.unavailable, "The store cannot be reached now.")

    /// How long a lost question or answer is waited for, in microseconds.
    static let patience = 400_000

    /// Takes a command to the store: commands of one gateway stay in order.
    mutating func submit(_ request: CommandRequest, for connection: Int, of name: GatewayName) {
        foretell(request, for: connection, of: name)
        let at = max(now + random.within(50...1_500), gateways[name.index].lastCommandAt + 1)
        gateways[name.index].lastCommandAt = at
        let step = StoreStep.carryOut(request, connection: connection, fate())
        queue.plan(.store(name, step), at: at)
    }

    /// Publishes or accepts what is not committed yet, where that is the defect.
    private mutating func foretell(
        _ request: CommandRequest,
        for connection: Int,
        of name: GatewayName
    ) {
        guard defect == .publishBeforeCommit || defect == .acceptBeforeCommit else { return }
        var copy = store.database
        guard let foretold = try? copy.carryOut(request, at: store.clock(at: now)) else { return }
        if defect == .publishBeforeCommit {
            spread(foretold.events, of: name)
        } else {
            let message = ServerMessage.accepted(
                requestID: request.requestID,
                revision: foretold.revision,
                ticket: foretold.ticket
            )
            post(.answer(connection: connection, message), onLoopOf: connection)
        }
    }

    /// A command reaches the store.
    mutating func carryOut(
        _ request: CommandRequest,
        from name: GatewayName,
        for connection: Int,
        _ fate: Fate
    ) {
        let result: Result<Acceptance, Rejection>
        if case .questionLost = fate {
            result = .failure(Self.unavailable)
        } else if store.awayUntil > now {
            result = .failure(Self.unavailable)
        } else {
            result = commit(request, from: name)
        }
        let isLost: Bool = if case .arrives = fate { false } else { true }
        let step = GatewayStep.carriedOut(
            request,
            connection: connection,
            isLost ? .failure(Self.unavailable) : result
        )
        plan(step, of: name, after: isLost ? Self.patience : storeLatency())
    }

    private mutating func commit(
        _ request: CommandRequest,
        from name: GatewayName
    ) -> Result<Acceptance, Rejection> {
        tally.commands += 1
        let clock =
            defect == .leaseByGatewayClock
            ? SimulatedStore.clock(at: now, offset: gateways[name.index].clockOffset)
            : store.clock(at: now)
        do throws(Rejection) {
            let before = store.database.events(after: .none, limit: 0).latest.revision
            let acceptance = try store.database.carryOut(asCommitted(request), at: clock)
            note("\(name) has \(words(request)) committed: \(words(acceptance))")
            // What had been committed before comes again with the answer.
            committed(acceptance.events.filter { $0.cursor.revision > before }, for: request)
            return .success(acceptance)
        } catch {
            note("\(name) has \(words(request)) refused: \(error.code.rawValue)")
            return .failure(error)
        }
    }

    /// The command as the store sees it: another one only where that is the defect.
    private func asCommitted(_ request: CommandRequest) -> CommandRequest {
        var command = request.command
        if defect == .noVersionCheck, case .update(let id, _, let edit) = command {
            command = .update(id, version: nil, edit)
        }
        return CommandRequest(
            user: request.user,
            requestID: defect == .noRequestMemory ? nil : request.requestID,
            command: command
        )
    }

    /// Judges what has just been committed, and learns what its bytes mean.
    private mutating func committed(_ events: [WireEvent], for request: CommandRequest?) {
        guard !events.isEmpty else { return }
        let rows = events.compactMap { row(of: $0) }
        tally.events += rows.count
        if !readsEveryByte {
            for (event, row) in zip(events, rows) {
                meanings[ByteBuffer(bytes: event.payload)] = .event(row)
            }
        }
        let asksWhoIsHere = rows.contains { row in
            if case .unlocked(_, .disconnected) = row.change { true } else { false }
        }
        let present = asksWhoIsHere ? usersOfWhomTheStoreKnows() : []
        blame(
            auditor.committed(rows, for: request, at: store.clock(at: now)) { present.contains($0) }
        )
    }

    /// The row of a change that has just been committed; where so much was committed at once that the store
    /// keeps it no longer, it is read from its bytes.
    private func row(of event: WireEvent) -> TicketEvent? {
        if let row = store.database.event(event.cursor.revision) { return row }
        guard case .event(let event)? = try? ServerMessage(decoding: event.payload) else {
            return nil
        }
        return event
    }

    /// A gateway tells who is there, as `Housekeeping` does.
    mutating func keepHouse(_ name: GatewayName) {
        guard !isFrozen else { return }
        let report = gateways[name.index].presence.takeReport()
        let connections = gateways[name.index].groups.flatMap(\.connections)
        let step = StoreStep.maintain(report, connections: connections, fate())
        queue.plan(.store(name, step), at: now + random.within(50...1_500))
    }

    /// A report reaches the store.
    mutating func maintain(
        _ report: PresenceReport,
        of reported: [Int],
        from name: GatewayName,
        _ fate: Fate
    ) {
        var result = Result<[WireEvent], Rejection>.failure(Self.unavailable)
        var isLost = false
        switch fate {
        case .questionLost: isLost = true
        case .answerLost, .arrives:
            if store.awayUntil <= now { result = maintain(report, of: reported) }
        }
        if case .answerLost = fate { isLost = true }
        let step = GatewayStep.maintained(isLost ? .failure(Self.unavailable) : result)
        plan(step, of: name, after: isLost ? Self.patience : storeLatency())
    }

    private mutating func maintain(
        _ report: PresenceReport,
        of reported: [Int]
    ) -> Result<[WireEvent], Rejection> {
        do throws(Rejection) {
            let events = try store.database.maintain(report, at: store.clock(at: now))
            if !events.isEmpty { note("the store ends \(events.count) locks") }
            committed(events, for: nil)
            for connection in reported { connections[connection].reportedIn = auditor.epoch }
            return .success(events)
        } catch {
            return .failure(error)
        }
    }

    /// The report was answered, or not.
    mutating func maintained(_ name: GatewayName, _ result: Result<[WireEvent], Rejection>) {
        switch result {
        case .success(let events):
            spread(events, of: name)
        case .failure:
            if defect != .noReportRepair { gateways[name.index].presence.reportFailed() }
        }
        plan(.keepHouse, of: name, after: 500_000)
    }

    /// A question of an updater goes to the store.
    mutating func ask(_ question: StoreQuestion, for name: GatewayName) {
        queue.plan(.store(name, .read(question)), at: now + random.within(50...2_000))
    }

    /// A question reaches the store; what it reads now is told later.
    mutating func read(_ question: StoreQuestion, for name: GatewayName) {
        guard lives(name) else { return }
        let isAway = store.awayUntil > now
        plan(.readAnswered(answer(to: question, isAway: isAway)), of: name, after: storeLatency())
    }

    private mutating func answer(to question: StoreQuestion, isAway: Bool) -> UpdaterMail<Int> {
        switch question {
        case .next(let revision, let limit):
            guard !isAway else { return .answer(.failure(Self.unavailable)) }
            return .answer(.success(store.database.events(after: revision, limit: limit)))
        case .page(let revision, let limit):
            guard !isAway else { return .page(.failure(Self.unavailable), after: revision) }
            let page = store.database.events(after: revision, limit: limit)
            return .page(.success(CatchUpPage(page, allocator: .init())), after: revision)
        case .snapshot:
            guard !isAway else { return .snapshot(.failure(Self.unavailable)) }
            let snapshot = EncodedSnapshot(
                store.database.snapshot(),
                allocator: .init(),
                frameBytesTarget: shape.snapshotFrameBytesTarget
            )
            return .snapshot(.success(snapshot))
        }
    }

    private mutating func fate() -> Fate {
        if strikes(.storeQuestionLost, shape.storeLossPercent) { return .questionLost }
        if strikes(.storeAnswerLost, shape.storeLossPercent) { return .answerLost }
        return .arrives
    }

    /// How long an answer of the store takes.
    mutating func storeLatency() -> Int {
        strikes(.storeAnswerDelayed, shape.storeDelayPercent)
            ? random.within(5_000...250_000) : random.within(100...2_500)
    }
}
