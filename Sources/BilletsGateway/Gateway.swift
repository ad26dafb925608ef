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
    private let onReady: @Sendable (Int) -> Void

    /// A gateway between its clients and `store`; `onReady` is told the port once it listens.
    public init(
        configuration: GatewayConfiguration,
        store: any TicketStore,
        accounts: any AccountStore,
        bus: any EventBus,
        logger: Logger,
        onReady: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.store = store
        self.accounts = accounts
        self.bus = bus
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until it is shut down gracefully.
    ///
    /// - Throws: a `Rejection` if it cannot listen.
    public func run() async throws {
        guard let (identity, start) = await cancelWhenGracefulShutdown({ await firstContact() })
        else { return }
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        let passwords = PasswordHasher(parameters: configuration.passwordCost)
        let parts = GatewayParts(
            configuration,
            identity,
            from: start,
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
        parts.stop()
        await passwords.shutDown()
        try outcome.get()
    }

    /// Asks the store who it is until it answers; nil if the gateway is stopped before.
    private func firstContact() async -> (StoreIdentity, Cursor)? {
        var isFirst = true
        while !Task.isCancelled {
            do throws(Rejection) {
                let identity = try await store.identity()
                let page = try await store.events(after: .none, limit: 1)
                return (identity, EventRing.start(page))
            } catch {
                if isFirst { logger.warning("Waiting for the store: \(error)") }
                isFirst = false
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        return nil
    }

    private func serve(_ parts: GatewayParts, _ eventLoops: MultiThreadedEventLoopGroup)
        async throws
    {
        let application = Application(
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
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                group.addTask { await parts.housekeeping.run() }
                group.addTask { await parts.feed.run() }
                group.addTask { try await listen(application) }
                // Housekeeping ends when it is cancelled; the server alone ends by itself.
                _ = try await group.next()
                // Hummingbird does not wait for sockets. They end by themselves, soon after `Draining`.
                await parts.housekeeping.presence.waitUntilEmpty()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            parts.health.drain()
        }
    }

    private func listen(_ application: some ApplicationProtocol) async throws {
        do {
            try await application.run()
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
