import BilletsWire

/// Decides everything about the bus's two connections and its health, without touching either.
struct BusMachine {
    private let address: RedisAddress
    private let probeDeadline: Duration
    private var subscriber: ConnectionMachine
    private var publisher: ConnectionMachine
    private var probe: ProbeMachine
    private var health: DependencyHealth?

    /// A bus that has not been started.
    ///
    /// `authenticates` says whether there is a user or a password to log in with; `random` gives a
    /// number from 0 up to 1, for the jitter.
    init(
        address: RedisAddress,
        authenticates: Bool,
        settings: RedisBusSettings,
        random: @escaping () -> Double
    ) {
        func connection(_ role: ConnectionRole) -> ConnectionMachine {
            ConnectionMachine(
                role: role,
                authenticates: authenticates,
                connectDeadline: settings.connectDeadline,
                backoff: Backoff(
                    minimum: settings.backoffMinimum,
                    maximum: settings.backoffMaximum,
                    random: random
                )
            )
        }
        self.address = address
        probeDeadline = settings.probeDeadline
        subscriber = connection(.subscriber)
        publisher = connection(.publisher)
        probe = ProbeMachine(interval: settings.probeInterval, patience: settings.probeDeadline)
    }

    /// Whether events can be sent.
    var canPublish: Bool {
        publisher.isReady
    }

    /// Whether events are worth keeping: they can be sent, or it is soon known whether they can.
    var accepts: Bool {
        if case .waiting = publisher.state { false } else { true }
    }

    /// When `tick` is to be called, if ever.
    var deadline: ContinuousClock.Instant? {
        [subscriber.deadline, publisher.deadline, probe.deadline].compactMap { $0 }.min()
    }

    /// The bus is wanted from now on.
    mutating func start(now: ContinuousClock.Instant) -> [BusAction] {
        [
            .connection(.subscriber, subscriber.start(now: now)),
            .connection(.publisher, publisher.start(now: now)),
        ]
    }

    /// Something happened to a connection.
    mutating func receive(
        _ news: ConnectionNews,
        from role: ConnectionRole,
        now: ContinuousClock.Instant
    ) -> [BusAction] {
        let action =
            switch role {
            case .subscriber: subscriber.receive(news, now: now)
            case .publisher: publisher.receive(news, now: now)
            }
        return (action.map { [.connection(role, $0)] } ?? []) + conclude(now: now)
    }

    /// The probe `number` came back.
    ///
    /// - Returns: nil if it is not the one that is waited for.
    mutating func probeReturned(
        _ number: UInt64,
        now: ContinuousClock.Instant
    ) -> [BusAction]? {
        guard probe.returned(number, now: now) else { return nil }
        return conclude(now: now)
    }

    /// Time has passed.
    ///
    /// - Returns: what is to be done, and whether a probe was found to be late.
    mutating func tick(now: ContinuousClock.Instant) -> (actions: [BusAction], probeIsLate: Bool) {
        var actions: [BusAction] = []
        var isLate = false
        switch probe.tick(now: now) {
        case .send(let number):
            actions.append(.probe(number))
        case .giveUp:
            isLate = true
            for role in ConnectionRole.allCases {
                actions += receive(.failed(.probeLate(probeDeadline)), from: role, now: now)
            }
        case nil:
            break
        }
        if let action = subscriber.tick(now: now) {
            actions.append(.connection(.subscriber, action))
        }
        if let action = publisher.tick(now: now) {
            actions.append(.connection(.publisher, action))
        }
        return (actions + conclude(now: now), isLate)
    }

    /// What follows for the probe and for the health from how the connections stand.
    private mutating func conclude(now: ContinuousClock.Instant) -> [BusAction] {
        var actions: [BusAction] = []
        if !subscriber.isReady || !publisher.isReady {
            probe.stop()
        } else if !probe.isOn, case .send(let number) = probe.begin(now: now) {
            actions.append(.probe(number))
        }
        if let found = presentHealth, found != health {
            health = found
            actions.append(.signal(found))
        }
        return actions
    }

    /// The health as it follows from how things stand; nil while nothing is known anew.
    private var presentHealth: DependencyHealth? {
        if let complaint = subscriber.complaint ?? publisher.complaint {
            return .unwell(complaint.sentence(about: address))
        }
        return probe.isProven ? .well : nil
    }
}
