import Billets
import BilletsGateway
import BilletsWire
import NIOCore

// What a gateway's updater and its event loops do, performed as the product's own classes perform it.
extension World {
    /// The gateway asks the store for the first time, or again.
    mutating func start(_ name: GatewayName) {
        let isAway = store.awayUntil > now
        let page = isAway ? nil : store.database.events(after: .none, limit: 1)
        plan(.started(page), of: name, after: storeLatency())
    }

    /// The store answered for the first time, or did not: as `Gateway.run` has it.
    mutating func started(_ name: GatewayName, _ page: EventPage?) {
        guard let page else {
            plan(.start, of: name, after: 250_000)
            return
        }
        let cursor = EventRing.start(page, eventsMaximum: shape.updater.ringEventsMaximum)
        note("\(name) starts at revision \(cursor.revision)")
        let machine = UpdaterMachine<Int>(
            at: cursor,
            settings: shape.updater,
            now: instant(now)
        )
        gateways[name.index].machine = machine
        gateways[name.index].joinedEpoch = cursor.epoch
        gateways[name.index].groups = (0..<2)
            .map { _ in SimulatedGroup(stream: PassingStream(after: cursor)) }
        let health = busAwayUntil > now ? DependencyHealth.unwell("away") : .well
        plan(.busHealth(health), of: name, after: random.within(100...30_000))
        plan(.second, of: name, after: 1_000_000)
        plan(.keepHouse, of: name, after: random.within(0...5_000))
        decide(name)
    }

    /// Tells the updater something.
    mutating func post(_ mail: UpdaterMail<Int>, of name: GatewayName) {
        guard gateways[name.index].isReady else { return }
        gateways[name.index].mail.append(mail)
        guard !gateways[name.index].isMailPlanned else { return }
        gateways[name.index].isMailPlanned = true
        plan(.updaterMail, of: name, after: loopLatency())
    }

    /// The updater's event loop takes its mail.
    mutating func deliverUpdaterMail(_ name: GatewayName) {
        let mail = gateways[name.index].mail
        gateways[name.index].mail = []
        gateways[name.index].isMailPlanned = false
        let instant = instant(now)
        for each in mail {
            let delivered = gateways[name.index].machine?.delivered
            let actions = gateways[name.index].machine?.take(each, now: instant) ?? []
            for action in actions {
                if case .startOver(let cursor) = action, let delivered {
                    blame(auditor.startedOver(delivered, at: cursor))
                }
                perform(action, of: name)
            }
        }
        decide(name)
    }

    /// The updater wakes up, unless it has changed its mind.
    mutating func wake(_ name: GatewayName, at time: Int) {
        guard gateways[name.index].alarm == time else { return }
        gateways[name.index].alarm = nil
        decide(name)
    }

    private mutating func decide(_ name: GatewayName) {
        let instant = instant(now)
        guard let action = gateways[name.index].machine?.decide(now: instant) else { return }
        perform(action, of: name)
    }

    private mutating func perform(_ action: UpdaterAction<Int>, of name: GatewayName) {
        switch action {
        case .pass(let batch):
            for group in gateways[name.index].groups.indices {
                post(.events(batch), to: group, of: name)
            }
        case .startOver(let cursor):
            note("\(name) starts over at revision \(cursor.revision)")
            gateways[name.index].heard = nil
            for group in gateways[name.index].groups.indices {
                post(.startOver(cursor), to: group, of: name)
            }
        case .answer(let request, let content):
            answer(request, content)
        case .ask(let revision, let limit):
            if defect == .noGapFill, gateways[name.index].hasGap {
                post(.answer(.failure(Self.unavailable)), of: name)
            } else {
                ask(.next(after: revision, limit: limit), for: name)
            }
        case .loadPage(let revision, let limit):
            ask(.page(after: revision, limit: limit), for: name)
        case .loadSnapshot:
            ask(.snapshot, for: name)
        case .wake(let instant):
            setAlarm(of: name, at: time(of: instant))
        case .feed, .noteBus, .noteStoreAnswers, .noteStoreFails:
            break
        }
    }

    private mutating func answer(
        _ request: CatchUpRequest<Int>,
        _ content: CatchUp.Content
    ) {
        let connection = request.socket
        let isLate = defect == .noGenerationCheck
        let generation = isLate ? connections[connection].stream.generation : request.generation
        let answer = CatchUp(generation: generation, content: content)
        post(.catchUp(connection: connection, answer), onLoopOf: connection)
    }

    private mutating func setAlarm(of name: GatewayName, at time: Int) {
        if defect == .noPoll, !gateways[name.index].hasGap { return }
        if let alarm = gateways[name.index].alarm, alarm <= time { return }
        gateways[name.index].alarm = time
        queue.plan(.gateway(name, .updaterAlarm(at: time)), at: max(now, time))
    }

    /// Tells the sockets of an event loop something.
    mutating func post(_ mail: GroupMail, to group: Int, of name: GatewayName) {
        gateways[name.index].groups[group].mail.append(mail)
        guard !gateways[name.index].groups[group].isMailPlanned else { return }
        gateways[name.index].groups[group].isMailPlanned = true
        plan(.groupMail(group), of: name, after: loopLatency())
    }

    /// Tells the event loop of a connection something, for the connection.
    mutating func post(_ mail: GroupMail, onLoopOf connection: Int) {
        post(mail, to: connections[connection].group, of: connections[connection].gateway)
    }

    /// An event loop of sockets takes its mail, as `SocketGroup` does.
    mutating func deliverGroupMail(_ name: GatewayName, _ group: Int) {
        let mail = gateways[name.index].groups[group].mail
        gateways[name.index].groups[group].mail = []
        gateways[name.index].groups[group].isMailPlanned = false
        for each in mail {
            if case .events(let next) = each {
                offer(gateways[name.index].groups[group].stream.gather(next), name, group)
            } else {
                offer(gateways[name.index].groups[group].stream.pass(), name, group)
                handle(each, name, group)
            }
        }
        offer(gateways[name.index].groups[group].stream.pass(), name, group)
    }

    private mutating func offer(_ batch: FrameBatch?, _ name: GatewayName, _ group: Int) {
        guard let batch else { return }
        for connection in gateways[name.index].groups[group].connections {
            offer(batch, to: connection)
        }
    }

    private mutating func handle(_ mail: GroupMail, _ name: GatewayName, _ group: Int) {
        switch mail {
        case .events: break
        case .answer(let connection, let message): send(.message(message), on: connection)
        case .catchUp(let connection, let answer): take(answer, on: connection)
        case .startOver(let cursor):
            gateways[name.index].groups[group].stream.startOver(at: cursor)
            guard defect != .socketsOutliveHistory else { return }
            for connection in gateways[name.index].groups[group].connections {
                sayGoodbye(on: connection)
            }
        }
    }

    /// A second has passed on the event loops.
    mutating func second(_ name: GatewayName) {
        for group in gateways[name.index].groups.indices {
            for connection in gateways[name.index].groups[group].connections {
                retryStream(of: connection)
            }
        }
        plan(.second, of: name, after: 1_000_000)
    }

    /// How long mail waits for its event loop: mostly not at all, sometimes for one that is busy.
    mutating func loopLatency() -> Int {
        random.percent(90) ? random.within(5...80) : random.within(500...15_000)
    }
}
