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
    private let door: ListenerDoor
    private let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let drainPatience: Duration

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
        let door = ListenerDoor()
        self.door = door
        transport = HTTP2ServerTransport.Posix(
            address: try address.resolved(),
            transportSecurity: .plaintext,
            config: .defaults { config in
                // Answers are batched already: a wait for more would only cost time.
                config.connection.flushCoalescing = nil
                config.connection.maxGraceTime = drainPatience
                config.connection.keepalive.clientBehavior.allowWithoutCalls = true
                config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(1)
                config.connection.keepalive.time = .seconds(30)
                config.http2.targetWindowSize = LinkLimits.storeWindowBytes
                config.http2.maxConcurrentStreams = LinkLimits.callsMaximum
                config.channelDebuggingCallbacks.onBindTCPListener = { door.isBound(to: $0) }
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
        // It ends below, however this ends; cancellation must not reach it before the door is shut.
        let serving = Task { try await server.serve() }
        let stop = await withTaskGroup(of: Stop.self) { group in
            group.addTask {
                _ = await serving.result
                return .ended
            }
            group.addTask { (try? await gracefulShutdown()) == nil ? .cancelled : .graceful }
            let stop = await group.next() ?? .cancelled
            switch stop {
            case .ended: break
            case .graceful:
                await door.shut()
                server.beginGracefulShutdown()
                group.addTask {
                    try? await Task.sleep(for: self.drainPatience)
                    return .ended
                }
                _ = await group.next()
            case .cancelled: await door.shut()
            }
            serving.cancel()
            group.cancelAll()
            return stop
        }
        if case (.ended, .failure(let error)) = (stop, await serving.result) {
            throw ListenFailure.rejection(of: error, at: address)
        }
    }

    /// Binding a Unix-domain socket takes the path away from whoever has it, so that is asked before.
    private func refuseIfOccupied() async throws(Rejection) {
        guard case .unix(let path) = address else { return }
        let other = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(unixDomainSocketPath: path).get()
        guard let other else { return }
        try? await other.close()
        throw ListenFailure.occupied(address, cause: "something accepts connections there")
    }
}

/// Why a server stops.
private enum Stop {
    case ended
    case graceful
    case cancelled
}
