import Billets
import BilletsGateway
import BilletsWire

// What goes wrong at a moment, and how it ends.
extension World {
    /// Something goes wrong.
    mutating func fail(_ kind: FaultKind) {
        guard !isCalm else { return }
        tally.count(kind)
        switch kind {
        case .busAway:
            busAwayUntil = now + random.within(50_000...1_500_000)
            note("the bus goes away")
            tellBusHealth()
            queue.plan(.busReturns, at: busAwayUntil + 1)
        case .gatewayDied:
            die(gateways[random.below(gateways.count)].name)
        case .storeAway:
            store.awayUntil = now + random.within(20_000...900_000)
            note("the store goes away")
        case .restored:
            restore()
        case .gatewayClockJumped:
            let gateway = random.below(gateways.count)
            gateways[gateway].clockOffset += jump()
            note("the clock of \(gateways[gateway].name) jumps")
        case .storeClockJumped:
            store.clockOffset += jump()
            store.jumpedAt = now
            note("the store's clock jumps, and is \(store.clockOffset / 1000) ms ahead")
        case .clientSlow:
            let client = random.below(clients.count)
            clients[client].isSlow = true
            queue.plan(.hasten(client: client), at: now + random.within(200_000...1_500_000))
        case .connectionCut:
            if let connection = clients[random.below(clients.count)].connection { cut(connection) }
        case .askedAnew:
            askAnew(random.below(clients.count))
        case .messageLost, .messageDoubled, .messageDelayed, .diedBeforePublish,
            .diedBeforeAnswer, .storeQuestionLost, .storeAnswerLost, .storeAnswerDelayed,
            .askedTwice:
            break
        }
    }

    private mutating func jump() -> Int {
        let distance = random.within(200_000...20_000_000)
        return random.percent(50) ? distance : -distance
    }

    /// A gateway dies, with all that only it knew, and is started again.
    mutating func die(_ name: GatewayName) {
        note("\(name) dies")
        for connection in connections.indices
        where connections[connection].gateway == name && connections[connection].isCounted {
            connections[connection].isOpenAtGateway = false
            connections[connection].isCounted = false
            connections[connection].parcels = []
            plan(.noticeLoss(connection: connection), after: random.within(500...60_000))
        }
        let next = GatewayName(index: name.index, life: name.life + 1)
        let clockOffset = gateways[name.index].clockOffset
        gateways[name.index] = SimulatedGateway(name: next)
        gateways[name.index].clockOffset = clockOffset
        plan(.start, of: next, after: random.within(20_000...500_000))
    }

    /// A connection breaks: each end notices for itself.
    private mutating func cut(_ connection: Int) {
        note("\(words(connection)) breaks")
        connections[connection].parcels = []
        connections[connection].isOpenAtClient = false
        plan(.noticeLoss(connection: connection), after: random.within(500...30_000))
        plan(.noticeEnd(connection: connection), after: random.within(500...900_000))
    }

    /// A backup is made.
    mutating func backUp() {
        store.backup = store.database
        auditor.backUp()
        note("a backup is made at revision \(auditor.current.latest)")
    }

    private mutating func restore() {
        store.database = store.backup
        store.database.renewEpoch(at: store.clock(at: now))
        auditor.restore(as: store.database.identity.epoch)
        store.awayUntil = max(store.awayUntil, now + random.within(1_000...200_000))
        note("the backup of revision \(auditor.current.latest) is restored")
    }

    /// Tells every gateway how the bus is, which they notice one after the other.
    mutating func tellBusHealth() {
        let health: DependencyHealth = busAwayUntil > now ? .unwell("away") : .well
        for gateway in gateways where gateway.isReady {
            plan(.busHealth(health), of: gateway.name, after: random.within(100...120_000))
        }
    }

    /// Nothing goes wrong any more.
    mutating func calm() {
        note("calm")
        isCalm = true
        store.awayUntil = now
        if busAwayUntil > now {
            busAwayUntil = now
            tellBusHealth()
        }
        for client in clients.indices { clients[client].isSlow = false }
        guard shape.hasLeavers, let leaver = clients.first?.user else { return }
        for client in clients.indices where clients[client].user == leaver {
            clients[client].leftAt = now
            clients[client].connection.map { leave($0) }
        }
    }
}
