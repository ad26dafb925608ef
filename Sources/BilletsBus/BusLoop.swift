import Billets
import BilletsWire
import CHiredis
import Logging
import Metrics

/// The bus's own thread at work: waits, hears from hiredis, asks `BusMachine` what follows, and does it.
///
/// It decides nothing, and everything it holds is touched by that one thread only.
final class BusLoop {
    private let address: RedisAddress
    private let password: Secret?
    private let settings: RedisBusSettings
    private let inbox: BusInbox
    private let wakeUp: WakeUp
    private let logger: Logger
    private let poller: Poller
    private var machine: BusMachine
    private var window: UnacknowledgedWindow
    private var dropLog: DropLog
    private var metrics: BusMetrics
    private var membership: BusMembership?
    private var connections: [ConnectionRole: HiredisConnection] = [:]
    private var tokensUsed: UInt64 = BusLoop.wakeUpToken
    private var rolesOpened: Set<ConnectionRole> = []
    private var accepts = true

    /// A loop that waits for somebody to join.
    ///
    /// - Throws: `unavailable` if the process has no descriptors left.
    init(
        address: RedisAddress,
        password: Secret?,
        settings: RedisBusSettings,
        inbox: BusInbox,
        wakeUp: WakeUp,
        metrics: any MetricsFactory,
        logger: Logger
    ) throws(Rejection) {
        self.address = address
        self.password = password
        self.settings = settings
        self.inbox = inbox
        self.wakeUp = wakeUp
        self.metrics = BusMetrics(metrics)
        self.logger = logger
        poller = try Poller()
        machine = BusMachine(
            address: address,
            authenticates: password != nil || address.user != nil,
            settings: settings,
            random: { Double.random(in: 0..<1) }
        )
        window = UnacknowledgedWindow(
            eventsMaximum: settings.unacknowledgedEventsMaximum,
            bytesMaximum: settings.unacknowledgedBytesMaximum
        )
        dropLog = DropLog(interval: settings.dropLogInterval)
    }

    /// Works until the inbox says to stop, and leaves nothing open.
    func run() {
        poller.add(wakeUp.descriptor, token: Self.wakeUpToken, reads: true, writes: false)
        while true {
            let contents = inbox.look()
            dropLog.note(contents.droppedFromQueue, because: .queueFull)
            if membership == nil, let new = contents.membership { join(new) }
            publishWaiting()
            if contents.shouldStop { break }
            tick()
            for connection in connections.values { connection.register() }
            metrics.take(inbox.statistics)
            let ready = poller.wait(until: deadline)
            // Before anything is read: what was published after `follow` is taken in.
            if let epoch = inbox.epoch { membership?.intake.follow(epoch) }
            for readiness in ready { handle(readiness) }
        }
        for role in ConnectionRole.allCases { close(role) }
    }

    private static let wakeUpToken: UInt64 = 0

    private var deadline: ContinuousClock.Instant? {
        [machine.deadline, dropLog.deadline].compactMap { $0 }.min()
    }

    private func join(_ new: BusInbox.Membership) {
        let process = String(UInt64.random(in: .min ... .max), radix: 36)
        membership = BusMembership(new, process: process)
        perform(machine.start(now: .now))
    }

    private func tick() {
        let (actions, probeIsLate) = machine.tick(now: .now)
        if probeIsLate { inbox.count { $0.probesLate += 1 } }
        perform(actions)
        if let counts = dropLog.due(now: .now) {
            logger.warning(
                "Events or payloads were dropped by the bus.",
                metadata: counts.reduce(into: [:]) { $0[$1.key.rawValue] = "\($1.value)" }
            )
        }
    }

    /// Sends what waits, as far as the window allows, with one system call.
    private func publishWaiting() {
        guard machine.canPublish, let membership, let connection = connections[.publisher],
            window.roomForEvents > 0
        else { return }
        let events = inbox.take(count: window.roomForEvents, bytesMaximum: window.roomForBytes)
        guard !events.isEmpty else { return }
        for event in events {
            let payload = membership.codec.encode(event)
            window.send(bytes: payload.count)
            self.membership?.intake.published(event, as: payload)
            connection.send(
                .publish(payload, on: membership.channels.events),
                CommandTag(.event, bytes: payload.count)
            )
        }
        connection.write()
        hear(connection, .publisher)
    }

    // MARK: Hearing

    private func handle(_ readiness: Poller.Readiness) {
        guard readiness.token != Self.wakeUpToken else { return wakeUp.silence() }
        guard let (role, connection) = connections.first(where: { $1.token == readiness.token })
        else { return }
        // Reading comes first: what Redis said before it closed the connection explains more than a
        // broken pipe. And what was read is acted upon before writing, as hiredis aborts the process
        // when a reply comes that no command waits for.
        if readiness.canRead {
            connection.read()
            hear(connection, role)
        }
        if readiness.canWrite {
            connection.write()
            hear(connection, role)
        }
    }

    private func hear(_ connection: HiredisConnection, _ role: ConnectionRole) {
        for occurrence in connection.takeOccurrences() { hear(occurrence, role) }
        guard let events = membership?.intake.handOver(), !events.isEmpty else { return }
        inbox.count { $0.received += events.count }
        membership?.receive(.events(events))
    }

    private func hear(_ occurrence: ConnectionOccurrence, _ role: ConnectionRole) {
        switch occurrence {
        case .connected:
            tell(.connected, role)
        case .lost(let reason, let wasConnected):
            tell(.failed(RedisComplaint(ending: reason, wasConnected: wasConnected)), role)
        case .subscribed:
            tell(.subscribed, role)
        case .answered(let purpose, let text):
            hearAnswer(to: purpose, text, role)
        case .refused(let tag, let text):
            hearRefusal(of: tag, text, role)
        case .acknowledged(let events, let bytes):
            window.acknowledge(events: events, bytes: bytes)
            inbox.count { $0.published += events }
        case .message(channel: 0, let payload):
            if let reason = membership?.intake.take(payload) { drop(1, because: reason) }
        case .message(_, let payload):
            hearProbe(payload)
        case .oversizedMessage:
            drop(1, because: .oversized)
        }
    }

    private func hearAnswer(to purpose: CommandTag.Purpose, _ text: String, _ role: ConnectionRole)
    {
        switch purpose {
        case .authenticate: tell(.authenticated, role)
        case .greet: tell(text == "PONG" ? .greeted : .failed(.strange), role)
        case .name, .subscribe, .event, .probe: break
        }
    }

    private func hearRefusal(of tag: CommandTag, _ text: String, _ role: ConnectionRole) {
        switch tag.purpose {
        case .name:
            break
        case .authenticate:
            tell(.failed(RedisComplaint(reply: text, authenticating: true)), role)
        case .greet, .subscribe, .probe:
            tell(.failed(RedisComplaint(reply: text)), role)
        case .event:
            window.acknowledge(events: 1, bytes: Int(clamping: tag.bytes))
            drop(1, because: .refused)
            tell(.failed(RedisComplaint(reply: text)), role)
        }
    }

    private func hearProbe(_ payload: [UInt8]) {
        guard let number = UInt64(String(decoding: payload, as: UTF8.self)) else {
            return drop(1, because: .malformed)
        }
        // A probe from before the connections were rebuilt may still come; it proves nothing.
        guard let actions = machine.probeReturned(number, now: .now) else { return }
        inbox.count { $0.probesReturned += 1 }
        perform(actions)
    }

    private func drop(_ count: Int, because reason: RedisBusDrop) {
        inbox.count { $0.drop(count, because: reason) }
        dropLog.note(count, because: reason)
    }

    // MARK: Doing

    private func tell(_ news: ConnectionNews, _ role: ConnectionRole) {
        perform(machine.receive(news, from: role, now: .now))
    }

    private func perform(_ actions: [BusAction]) {
        for action in actions {
            switch action {
            case .connection(let role, let action): perform(action, role)
            case .probe(let number): publishProbe(number)
            case .signal(let health): signal(health)
            }
        }
        if machine.accepts != accepts {
            accepts = machine.accepts
            inbox.accept(accepts)
        }
    }

    private func perform(_ action: ConnectionAction, _ role: ConnectionRole) {
        switch action {
        case .open:
            open(role)
        case .authenticate:
            let words = ["AUTH", address.user, password?.revealed ?? ""].compactMap { $0 }
            connections[role]?.send(
                RedisCommand(words.map { Array($0.utf8) }),
                CommandTag(.authenticate)
            )
        case .greet:
            // So that an operator finds it in CLIENT LIST.
            connections[role]?.send(
                RedisCommand("CLIENT", "SETNAME", "les-billets-\(role)"),
                CommandTag(.name)
            )
            connections[role]?.send(RedisCommand("PING"), CommandTag(.greet))
        case .subscribe:
            guard let channels = membership?.channels else { return }
            connections[role]?.subscribe(to: [channels.events, channels.probe])
        case .close:
            close(role)
        }
    }

    private func open(_ role: ConnectionRole) {
        if !rolesOpened.insert(role).inserted { inbox.count { $0.reconnects += 1 } }
        tokensUsed += 1
        do throws(RedisComplaint) {
            connections[role] = try HiredisConnection(
                to: address,
                token: tokensUsed,
                poller: poller,
                incomingBytesMaximum: settings.incomingBytesMaximum,
                messageBytesMaximum: WireEventCodec.payloadBytesMaximum
            )
        } catch {
            tell(.failed(error), role)
        }
    }

    private func close(_ role: ConnectionRole) {
        connections.removeValue(forKey: role)?.close()
        membership?.intake.connectionLost()
        guard role == .publisher else { return }
        drop(window.close(), because: .unconfirmed)
    }

    private func publishProbe(_ number: UInt64) {
        guard let membership else { return }
        connections[.publisher]?.send(
            .publish(Array(String(number).utf8), on: membership.channels.probe),
            CommandTag(.probe)
        )
    }

    private func signal(_ health: DependencyHealth) {
        switch health {
        case .well:
            logger.notice("The bus carries events.")
        case .unwell(let sentence):
            logger.warning("The bus may lose events, and goes on trying. \(sentence)")
        }
        membership?.receive(.health(health))
    }
}
