import Billets
public import BilletsWire
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A stateless process that holds sockets: it hands their commands to the store, and the store's changes to
/// them.
public struct Gateway: Service {
    private let configuration: GatewayConfiguration
    private let store: any TicketStore
    private let accounts: any AccountStore
    private let bus: any EventBus
    private let logger: Logger
    private let haste: Haste
    private let onReady: @Sendable (Int) -> Void

    /// A gateway between its clients and `store`; `haste` makes it quick about its end, and `onReady` is told the
    /// port once it listens.
    public init(
        configuration: GatewayConfiguration,
        store: any TicketStore,
        accounts: any AccountStore,
        bus: any EventBus,
        logger: Logger,
        haste: Haste = Haste(),
        onReady: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let timed = TimedStore(store, accounts, configuration.patience)
        self.configuration = configuration
        self.store = timed
        self.accounts = timed
        self.haste = haste
        self.bus = bus
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until it is shut down gracefully.
    ///
    /// - Throws: a `Rejection` if it cannot listen, or another live process has its name.
    public func run() async throws {
        guard let (identity, start) = await cancelWhenGracefulShutdown({ await firstContact() })
        else { return }
        let membership = NodeMembership(
            instance: NodeInstance(node: configuration.node, id: configuration.instance),
            store: store,
            logger: logger
        )
        guard try await cancelWhenGracefulShutdown({ try await join(membership) }) else { return }
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        let passwords = PasswordHasher(parameters: configuration.passwordCost)
        let parts = GatewayParts(
            configuration,
            identity,
            from: start,
            membership: membership,
            store: store,
            accounts: accounts,
            bus: bus,
            passwords: passwords,
            eventLoops: eventLoops,
            logger: logger
        )
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await serve(parts, eventLoops)) } catch {
            outcome = .failure(error)
        }
        await membership.end()
        parts.stop()
        await passwords.shutDown()
        try outcome.get()
    }

    /// The store's identity, and where its history stands; nil if the gateway is stopped before the store answers.
    private func firstContact() async -> (StoreIdentity, Cursor)? {
        await persist { () throws(Rejection) in
            let identity = try await store.identity()
            let page = try await store.events(after: .none, limit: 1)
            return (identity, EventRing.start(page))
        }
    }

    /// Registers this process under the gateway's name; false if the gateway is stopped before.
    private func join(_ membership: NodeMembership) async throws(Rejection) -> Bool {
        let isMember = await persist { () throws(Rejection) in try await membership.begin() }
        guard let isMember else { return false }
        guard isMember else { throw Rejection(nodeInUse: configuration.node) }
        return true
    }

    /// The store's answer to `question`, which is asked until there is one; nil if the gateway is stopped before.
    private func persist<Answer>(
        _ question: () async throws(Rejection) -> Answer
    ) async -> Answer? {
        var isFirst = true
        while !Task.isCancelled {
            do throws(Rejection) {
                return try await question()
            } catch {
                if isFirst { logger.warning("Waiting for the store: \(error)") }
                isFirst = false
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        return nil
    }

    private func application(
        _ parts: GatewayParts,
        _ eventLoops: MultiThreadedEventLoopGroup
    ) -> some ApplicationProtocol {
        Application(
            router: parts.routes.router(),
            server: HTTPServerBuilder { responder in
                GatewayChannel(
                    responder: responder,
                    door: parts.door,
                    groups: parts.groups,
                    connections: parts.connections,
                    ledger: parts.ledger,
                    trustedProxies: configuration.trustedProxies,
                    certificate: configuration.certificate
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "les-billets",
                backlog: 1024
            ),
            onServerRunning: { [logger, onReady] channel in
                do {
                    try await AcceptErrors.install(in: channel, logger: logger)
                } catch {
                    logger.warning("A connection that fails early may end the gateway: \(error)")
                }
                onReady(channel.localAddress?.port ?? 0)
            },
            eventLoopGroupProvider: .shared(eventLoops),
            logger: logger
        )
    }

    private func serve(
        _ parts: GatewayParts,
        _ eventLoops: MultiThreadedEventLoopGroup
    ) async throws {
        // The port opens when it is known which sessions have ended, so that none of them is let in.
        let hasLoaded: Void? = await cancelWhenGracefulShutdown {
            await persist { () throws(Rejection) in try await parts.sessionFollower.load() }
        }
        guard hasLoaded != nil else { return }
        let server = ShieldedService(application(parts, eventLoops), logger: logger)
        let departure = Departure(
            timing: configuration.draining,
            haste: haste,
            health: parts.health,
            groups: parts.groups,
            presence: parts.housekeeping.presence,
            feed: parts.feed
        )
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await parts.housekeeping.run()
                    return false
                } catch {
                    await departure.sendAllAway()
                    await server.end()
                    throw error
                }
            }
            group.addTask { await Self.goOn { await parts.sessionFollower.run() } }
            group.addTask { await Self.goOn { await parts.feed.run() } }
            group.addTask { await Self.goOn { await parts.desk.deadlines.run() } }
            group.addTask {
                try await listen(server)
                return true
            }
            group.addTask {
                await Self.goOn {
                    await departure.run()
                    await server.end()
                }
            }
            while let hasEnded = try await group.next(), !hasEnded {}
            group.cancelAll()
            try await group.waitForAll()
        }
        // So that the store need not wait until it takes this gateway for dead.
        await parts.housekeeping.report()
    }

    /// Does what goes on beside the server, whose end is the gateway's.
    private static func goOn(_ body: () async -> Void) async -> Bool {
        await body()
        return false
    }

    private func listen(_ server: ShieldedService) async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw Rejection(
                .unavailable,
                """
                The gateway cannot listen on \(configuration.host) port \(configuration.port): \
                choose another port or address, or end the program that uses it.
                """,
                cause: error.description
            )
        }
    }
}
