import Billets
import BilletsGateway
import BilletsWire

// The plan of a schedule, and which step is taken where.
extension World {
    /// Plans what will happen by itself.
    mutating func plan() {
        for gateway in gateways.indices {
            plan(.start, of: gateways[gateway].name, after: random.below(3_000))
        }
        for client in clients.indices {
            queue.plan(.connect(client: client), at: random.within(2_000...60_000))
        }
        for _ in 0..<shape.actions {
            let client = random.below(clients.count)
            queue.plan(.act(client: client), at: random.within(20_000...shape.duration))
        }
        for kind in shape.faults {
            queue.plan(.fail(kind), at: random.within(50_000...shape.duration))
        }
        if shape.faults.contains(.restored) {
            for _ in 0..<2 { queue.plan(.backUp, at: random.below(shape.duration)) }
        }
        let calm = shape.duration + 1
        queue.plan(.calm, at: calm)
        queue.plan(.freeze, at: calm + ScheduleShape.settlingTime)
        queue.plan(.end, at: calm + ScheduleShape.settlingTime + ScheduleShape.agreementTime)
    }

    /// Takes a step.
    mutating func perform(_ step: Step) {
        switch step {
        case .gateway(let name, let step): if lives(name) { perform(step, of: name) }
        case .store(let name, let step): perform(step, from: name)
        case .connect(let client): connect(client)
        case .hear(let connection, let envelope): hear(envelope, on: connection)
        case .readParcels(let connection): readParcels(on: connection)
        case .noticeEnd(let connection): end(connection)
        case .noticeLoss(let connection): lose(connection)
        case .act(let client): act(client)
        case .retry(let connection, let requestID): retry(requestID, on: connection)
        case .askAgain(let connection): askAgain(on: connection)
        case .askTwice(let connection): askTwice(on: connection)
        case .die(let name): if lives(name) { die(name) }
        case .fail(let kind): fail(kind)
        case .hasten(let client): clients[client].isSlow = false
        case .busReturns: tellBusHealth()
        case .backUp: backUp()
        case .calm: calm()
        case .freeze: isFrozen = true
        case .end: judge()
        }
    }

    private mutating func perform(_ step: GatewayStep, of name: GatewayName) {
        switch step {
        case .start: start(name)
        case .started(let page): started(name, page)
        case .updaterMail: deliverUpdaterMail(name)
        case .updaterAlarm(let time): wake(name, at: time)
        case .groupMail(let group): deliverGroupMail(name, group)
        case .second: second(name)
        case .keepHouse: keepHouse(name)
        case .maintained(let result): maintained(name, result)
        case .carriedOut(let request, let connection, let result):
            carriedOut(request, of: name, for: connection, result)
        case .publish(let events): publish(events)
        case .answerClient(let connection, let message):
            post(.answer(connection: connection, message), onLoopOf: connection)
        case .readAnswered(let mail): readAnswered(mail, for: name)
        case .busBrings(let events): hear(events, at: name)
        case .busHealth(let health): post(.bus(health), of: name)
        }
    }

    private mutating func perform(_ step: StoreStep, from name: GatewayName) {
        switch step {
        case .maintain(let report, let connections, let fate):
            maintain(report, of: connections, from: name, fate)
        case .carryOut(let request, let connection, let fate):
            carryOut(request, from: name, for: connection, fate)
        case .read(let question): read(question, for: name)
        }
    }

    /// Plans a step of a gateway after some microseconds.
    mutating func plan(_ step: GatewayStep, of name: GatewayName, after delay: Int) {
        queue.plan(.gateway(name, step), at: now + delay)
    }
}
