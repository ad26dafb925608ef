import Billets
import BilletsWire
import Logging
import NIOCore
import NIOPosix

/// What a running gateway is made of: put together once the store has said who it is.
struct GatewayParts: Sendable {
    /// The sockets of each event loop.
    let groups: [SocketGroup]

    /// The connections of each event loop, as long as their requests are slow.
    let connections: [ConnectionGroup]

    /// How many connections and sockets each address and user has.
    let ledger: ConnectionLedger

    /// How the gateway is.
    let health: GatewayHealth

    /// What is told and asked regularly.
    let housekeeping: Housekeeping

    /// Follows which sessions have ended.
    let sessionFollower: SessionFollower

    /// The way of commands.
    let desk: CommandDesk

    /// Who may open a socket.
    let door: SocketDoor

    /// Who follows the events over HTTP.
    let feed: EventFeed

    /// The HTTP API.
    let routes: GatewayRoutes

    /// The parts of a gateway of the database `identity`, whose readers have seen everything up to `start`; its
    /// updater follows the store from now on.
    init(
        _ configuration: GatewayConfiguration,
        _ identity: StoreIdentity,
        from start: Cursor,
        membership: NodeMembership,
        store: any TicketStore,
        accounts: any AccountStore,
        bus: any EventBus,
        passwords: PasswordHasher,
        eventLoops loops: MultiThreadedEventLoopGroup,
        logger: Logger
    ) {
        let metrics = GatewayMetrics(configuration.metrics.factory)
        let shared = SocketSurroundings(configuration, identity, metrics: metrics, logger: logger)
        health = GatewayHealth(node: configuration.node, metrics: metrics.health)
        ledger = ConnectionLedger(
            limits: configuration.connections,
            socketsMaximum: configuration.sockets.socketsMaximum
        )
        feed = EventFeed(at: start)
        groups = loops.makeIterator().map { SocketGroup(shared, cursor: start, eventLoop: $0) }
        connections = Self.connections(loops, configuration)
        let updater = Self.updater(start, store, groups, feed, health, shared, bus, loops.next())
        desk = CommandDesk(
            store,
            bus,
            updater: updater,
            metrics: metrics,
            health: health,
            patience: configuration.patience,
            logger: logger
        )
        let sessions = Sessions(accounts, passwords, configuration, metrics)
        door = Self.door(sessions, health, ledger, configuration)
        housekeeping = Housekeeping(
            store: store,
            membership: membership,
            presence: shared.presence,
            levels: configuration.logLevel,
            desk: desk,
            health: health,
            logger: logger
        )
        sessionFollower = SessionFollower(sessions: sessions, groups: groups, logger: logger)
        let events = EventRoutes(store: store, feed: feed, door: door)
        let tickets = TicketRoutes(store: store, desk: desk)
        routes = GatewayRoutes(
            Self.pageRoutes(configuration, health) + SocketRoutes(door: door).routes
                + Self.operationRoutes(store, accounts, logger) + events.routes + tickets.routes
                + Self.accountRoutes(configuration, accounts, sessions, passwords),
            sessions: sessions,
            rates: shared.rates,
            metrics: metrics,
            configuration: configuration
        )
        begin(updater, bus, identity)
    }

    private static func door(
        _ sessions: Sessions,
        _ health: GatewayHealth,
        _ ledger: ConnectionLedger,
        _ configuration: GatewayConfiguration
    ) -> SocketDoor {
        SocketDoor(
            sessions: sessions,
            health: health,
            ledger: ledger,
            // Apart from messages: a user's sockets that all come back at once also ask for the board.
            rates: UserRates(configuration.messageRate),
            configuration: configuration
        )
    }

    private static func connections(
        _ loops: MultiThreadedEventLoopGroup,
        _ configuration: GatewayConfiguration
    ) -> [ConnectionGroup] {
        let crossOrigin = CrossOriginPolicy(allowedOrigins: configuration.allowedOrigins)
        return loops.makeIterator().map {
            ConnectionGroup(
                limits: configuration.connections,
                crossOrigin: crossOrigin,
                eventLoop: $0
            )
        }
    }

    private static func updater(
        _ start: Cursor,
        _ store: any TicketStore,
        _ groups: [SocketGroup],
        _ feed: EventFeed,
        _ health: GatewayHealth,
        _ shared: SocketSurroundings,
        _ bus: any EventBus,
        _ eventLoop: any EventLoop
    ) -> ClientUpdater {
        ClientUpdater(
            at: start,
            store: store,
            groups: groups,
            feed: feed,
            health: health,
            demand: shared.demand,
            metrics: shared.metrics,
            eventLoop: eventLoop,
            logger: shared.logger,
            onStartOver: { bus.follow($0.epoch) }
        )
    }

    private static func operationRoutes(
        _ store: any TicketStore,
        _ accounts: any AccountStore,
        _ logger: Logger
    ) -> [Route] {
        OperationRoutes(store: store, accounts: accounts).routes
            + LogLevelRoutes(store: store, logger: logger).routes
    }

    /// What is answered to whoever asks, logged in or not.
    private static func pageRoutes(
        _ configuration: GatewayConfiguration,
        _ health: GatewayHealth
    ) -> [Route] {
        HealthRoutes(health: health).routes
            + MetricsRoutes(settings: configuration.metrics).routes
            + DocumentRoutes(configuration.swaggerUI).routes + BoardRoutes().routes
    }

    private static func accountRoutes(
        _ configuration: GatewayConfiguration,
        _ accounts: any AccountStore,
        _ sessions: Sessions,
        _ passwords: PasswordHasher
    ) -> [Route] {
        SessionRoutes(
            sessions: sessions,
            allowsRegistration: configuration.allowsRegistration
        ).routes
            + AccountRoutes(accounts: accounts, sessions: sessions, passwords: passwords).routes
            + TokenRoutes(accounts: accounts, clock: configuration.clock).routes
    }

    private func begin(
        _ updater: ClientUpdater,
        _ bus: any EventBus,
        _ identity: StoreIdentity
    ) {
        for group in groups { group.start(desk) }
        for group in connections { group.start() }
        bus.join(identity) { signal in
            switch signal {
            case .events(let events): updater.post(.events(events))
            case .health(let health): updater.post(.bus(health))
            }
        }
        updater.start()
    }

    /// Ends what goes on by itself.
    func stop() {
        desk.updater.stop()
        for group in groups { group.stop() }
        for group in connections { group.stop() }
    }
}
