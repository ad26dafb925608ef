import Billets
import BilletsGateway
import BilletsWire

// How what was committed reaches the sockets of all gateways: `CommandDesk`, the bus, and what the bus does to
// messages.
extension World {
    /// A command was answered: the gateway's own updater, the bus and the client are told, one after the
    /// other, and between any two of them the gateway may die.
    mutating func carriedOut(
        _ request: CommandRequest,
        of name: GatewayName,
        for connection: Int,
        _ result: Result<Acceptance, Rejection>
    ) {
        let message: ServerMessage
        switch result {
        case .success(let acceptance):
            spread(acceptance.events, of: name)
            if strikes(.diedBeforePublish, shape.deathPercent) {
                die(name)
                return
            }
            message = .accepted(
                requestID: request.requestID,
                revision: acceptance.revision,
                ticket: acceptance.ticket
            )
        case .failure(let rejection):
            message = .rejected(requestID: request.requestID, rejection)
        }
        if strikes(.diedBeforeAnswer, shape.deathPercent) { queue.plan(.die(name), at: now + 2) }
        plan(.answerClient(connection: connection, message), of: name, after: 3)
    }

    /// Hands what was committed to the gateway's own updater, and a moment later to the bus.
    mutating func spread(_ events: [WireEvent], of name: GatewayName) {
        guard !events.isEmpty else { return }
        hear(events, at: name)
        plan(.publish(events), of: name, after: 1)
    }

    /// The bus takes a message, and carries it to every gateway that listens; or not.
    mutating func publish(_ events: [WireEvent]) {
        guard busAwayUntil <= now else { return }
        for gateway in gateways where gateway.isReady {
            if shape.busKeepsToHistory, gateway.joinedEpoch != events.first?.cursor.epoch {
                continue
            }
            if strikes(.messageLost, shape.lossPercent) {
                note("the bus loses \(words(events)) on its way to \(gateway.name)")
                continue
            }
            for _ in 0..<(strikes(.messageDoubled, shape.doublingPercent) ? 2 : 1) {
                let isLate = strikes(.messageDelayed, shape.delayPercent)
                let delay = isLate ? random.within(3_000...500_000) : random.within(80...900)
                plan(.busBrings(events), of: gateway.name, after: delay)
            }
        }
    }

    /// A gateway hears of changes, from the bus or of its own commits.
    mutating func hear(_ events: [WireEvent], at name: GatewayName) {
        guard let delivered = gateways[name.index].machine?.delivered else { return }
        var events = events
        if defect == .noEpochCheck { events = events.map { renamed($0, delivered.epoch) } }
        for event in events where event.cursor.epoch == delivered.epoch {
            let heard = gateways[name.index].heard
            if heard.map({ $0.revision < event.cursor.revision }) ?? true {
                gateways[name.index].heard = event.cursor
            }
        }
        post(.events(events), of: name)
    }

    /// The store's answer reaches the updater: as it is, but where a defect makes another of it.
    mutating func readAnswered(_ mail: UpdaterMail<Int>, for name: GatewayName) {
        guard let delivered = gateways[name.index].machine?.delivered else { return }
        post(disfigured(mail, delivered: delivered), of: name)
    }

    private func disfigured(_ mail: UpdaterMail<Int>, delivered: Cursor) -> UpdaterMail<Int> {
        switch (defect, mail) {
        case (.noEpochCheck, .answer(.success(let page))):
            return .answer(.success(renamed(page, delivered.epoch)))
        case (.noEpochCheck, .snapshot(.success(let snapshot))):
            return .snapshot(
                .success(snapshot.taken(at: delivered.epoch, snapshot.cursor.revision))
            )
        case (.snapshotBeforeSubscribe, .snapshot(.success(let snapshot)))
        where snapshot.cursor.epoch == delivered.epoch:
            let revision = max(snapshot.cursor.revision, delivered.revision)
            return .snapshot(.success(snapshot.taken(at: delivered.epoch, revision)))
        default:
            return mail
        }
    }

    private func renamed(_ event: WireEvent, _ epoch: Epoch) -> WireEvent {
        let cursor = Cursor(epoch: epoch, revision: event.cursor.revision)
        return WireEvent(cursor: cursor, payload: event.payload)
    }

    private func renamed(_ page: EventPage, _ epoch: Epoch) -> EventPage {
        EventPage(
            latest: Cursor(epoch: epoch, revision: page.latest.revision),
            oldestRetained: page.oldestRetained,
            events: page.events.map { renamed($0, epoch) }
        )
    }
}

extension EncodedSnapshot {
    /// The same frames under another place: a lie.
    fileprivate func taken(at epoch: Epoch, _ revision: Revision) -> EncodedSnapshot {
        EncodedSnapshot(cursor: Cursor(epoch: epoch, revision: revision), frames: frames)
    }
}
