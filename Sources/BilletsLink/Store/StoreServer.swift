public import Billets
public import BilletsWire
import GRPCCore
import GRPCNIOTransportHTTP2Posix
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Serves a store to gateways in other processes, over gRPC.
public final class StoreServer: Service {
    /// Where it was told to listen.
    public let address: LinkAddress

    private let transport: HTTP2ServerTransport.Posix
    private let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let drainPatience: Duration
    private let logger: Logger

    /// The server of `store` at `address`, not yet listening.
    ///
    /// - Parameters:
    ///   - store: what is served.
    ///   - address: where to listen.
    ///   - secret: what every call must carry, if given.
    ///   - version: which build this is, for `Status`.
    ///   - drainPatience: how long it goes on after it was told to stop, if there is something to answer.
    ///   - logger: where it tells what happens.
    /// - Throws: `unavailable` if the address names no host.
    public init(
        store: any TicketStore & AccountStore,
        address: LinkAddress,
        secret: String? = nil,
        version: String = "development",
        drainPatience: Duration = LinkTiming().drainPatience,
        logger: Logger
    ) throws(Rejection) {
        self.address = address
        self.drainPatience = drainPatience
        self.logger = logger
        transport = HTTP2ServerTransport.Posix(
            address: try address.resolved(),
            transportSecurity: .plaintext,
            config: .defaults { config in
                config.connection.maxGraceTime = drainPatience
                config.connection.keepalive.clientBehavior.allowWithoutCalls = true
                config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(1)
                config.connection.keepalive.time = .seconds(30)
                config.http2.targetWindowSize = LinkLimits.storeWindowBytes
                config.http2.maxConcurrentStreams = LinkLimits.callsMaximum
                config.rpc.maxRequestPayloadSize = LinkLimits.messageBytesMaximum
            }
        )
        server = GRPCServer(
            transport: transport,
            services: [StoreService(store: store, version: version, logger: logger)],
            interceptors: secret.map { [SecretGuard(secret: $0, logger: logger)] } ?? []
        )
    }

    /// Where it listens, with the port that it got; waits until it does.
    ///
    /// - Throws: `unavailable` if it does not listen any more, or never could.
    public var boundAddress: LinkAddress {
        get async throws(Rejection) {
            do {
                let bound = try await transport.listeningAddress
                return bound.ipv4.map { .tcp(host: $0.host, port: $0.port) }
                    ?? bound.ipv6.map { .tcp(host: $0.host, port: $0.port) } ?? address
            } catch {
                throw Rejection(
                    .unavailable,
                    "The store does not listen on \(address).",
                    cause: String(describing: error)
                )
            }
        }
    }

    /// Serves until graceful shutdown, which answers what was taken in, or cancellation, which does not.
    ///
    /// - Throws: a `Rejection` with a sentence for the operator, if it cannot listen there.
    public func run() async throws {
        try await refuseIfOccupied()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    try await self.server.serve()
                } catch {
                    throw self.failure(error)
                }
            }
            group.addTask {
                // It throws when the task is cancelled: then the server has ended already.
                guard (try? await gracefulShutdown()) != nil else { return }
                self.server.beginGracefulShutdown()
                try? await Task.sleep(for: self.drainPatience)
            }
            try await group.next()
        }
    }

    /// Binding a Unix-domain socket takes the path away from whoever has it, so that is asked before.
    private func refuseIfOccupied() async throws(Rejection) {
        guard case .unix(let path) = address else { return }
        let other = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(unixDomainSocketPath: path).get()
        guard let other else { return }
        try? await other.close()
        throw occupied(cause: "something accepts connections there")
    }

    private func failure(_ error: any Error) -> any Error {
        var innermost = error
        while let cause = (innermost as? RuntimeError)?.cause { innermost = cause }
        guard let error = innermost as? IOError else { return error }
        if error.errnoCode == EADDRINUSE { return occupied(cause: String(describing: error)) }
        return Rejection(
            .unavailable,
            "The store cannot listen on \(address): choose another address.",
            cause: String(describing: error)
        )
    }

    private func occupied(cause: String) -> Rejection {
        Rejection(
            .unavailable,
            """
            The store cannot listen on \(address), because another process does: stop that one, or \
            choose another address.
            """,
            cause: cause
        )
    }
}
