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

    private let unixListener: UnixListener?
    private let transport: HTTP2ServerTransport.Posix
    private let connections: ServerConnections
    private let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let drainPatience: Duration

    /// The server of `store` at `address`, not yet listening.
    ///
    /// - Parameters:
    ///   - store: what is served.
    ///   - address: where to listen.
    ///   - admission: what gateways must show.
    ///   - isSocketForGroup: true if processes of this one's group may connect to a Unix-domain socket, too.
    ///   - version: which build this is, for `Status`.
    ///   - admissionTimeout: how long a connection may take to show it.
    ///   - drainPatience: how long it goes on after it was told to stop, if there is something to answer.
    ///   - logger: where it tells what happens.
    /// - Throws: `unavailable` if the address names no host, or there are no descriptors left.
    public init(
        store: any TicketStore & AccountStore,
        address: LinkAddress,
        admission: StoreAdmission,
        isSocketForGroup: Bool = false,
        version: String = "development",
        admissionTimeout: Duration = LinkTiming().admissionTimeout,
        drainPatience: Duration = LinkTiming().drainPatience,
        logger: Logger
    ) throws(Rejection) {
        self.address = address
        self.drainPatience = drainPatience
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        let refusals = RefusalLog(logger: logger)
        connections = ServerConnections(eventLoops: eventLoops, admissionTimeout: admissionTimeout)
        {
            refusals.note(.noCall, peer: $0)
        }
        let usesTLS = admission.usesTLS
        let config = Self.config(
            connections: connections,
            drainPatience: drainPatience
        ) { channel in
            let peer = channel.remoteAddress.map { "\($0)" } ?? "unknown"
            return HandshakeWitness.watch(channel, usesTLS: usesTLS) { failure, cause in
                refusals.note(.tls(failure), peer: peer, cause: cause)
            }
        }
        switch address {
        case .unix(let path):
            let listener = try UnixListener(path: path, isForGroup: isSocketForGroup)
            unixListener = listener
            transport = HTTP2ServerTransport.Posix(
                listeningSocketDescriptor: Int(listener.descriptor),
                transportSecurity: admission.transportSecurity,
                config: config,
                eventLoopGroup: eventLoops
            )
        case .tcp(let host, let port):
            unixListener = nil
            transport = HTTP2ServerTransport.Posix(
                address: try LinkAddress.resolved(host: host, port: port),
                transportSecurity: admission.transportSecurity,
                config: config,
                eventLoopGroup: eventLoops
            )
        }
        server = GRPCServer(
            transport: transport,
            services: [
                StoreService(
                    store: store,
                    version: version,
                    executor: LoopExecutor(eventLoops.next()),
                    logger: logger
                )
            ],
            interceptors: Self.interceptors(admission, connections, refusals)
        )
    }

    private static func interceptors(
        _ admission: StoreAdmission,
        _ connections: ServerConnections,
        _ refusals: RefusalLog
    ) -> [any ServerInterceptor] {
        let secretGuards = admission.secret.map { [SecretGuard(secret: $0, log: refusals)] } ?? []
        return secretGuards + [ConnectionAdmitter(connections: connections), TraceReader()]
    }

    private static func config(
        connections: ServerConnections,
        drainPatience: Duration,
        watch: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> HTTP2ServerTransport.Posix.Config {
        .defaults { config in
            // Answers are batched already: a wait for more would only cost time.
            config.connection.flushCoalescing = nil
            config.connection.maxGraceTime = drainPatience
            config.connection.keepalive.clientBehavior.allowWithoutCalls = true
            config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(1)
            config.connection.keepalive.time = .seconds(30)
            config.http2.targetWindowSize = LinkLimits.storeWindowBytes
            config.http2.maxConcurrentStreams = LinkLimits.callsMaximum
            config.channelDebuggingCallbacks.onBindTCPListener = { connections.isListening($0) }
            config.channelDebuggingCallbacks.onAcceptTCPConnection = { channel in
                connections.isAccepted(channel).flatMap { watch(channel) }
            }
            config.rpc.maxRequestPayloadSize = LinkLimits.messageBytesMaximum
        }
    }

    /// Where it listens, with the port that it got; waits until it does.
    ///
    /// - Throws: `unavailable` if it does not listen any more, or never could.
    public var boundAddress: LinkAddress {
        get async throws(Rejection) {
            // gRPC would wait for ever, if it has never been told to serve.
            await connections.attempt.wait()
            do {
                guard connections.hasListener else { throw CancellationError() }
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
        defer { connections.attempt.reach() }
        try await unixListener?.bind()
        unixListener?.giveAway()
        defer { unixListener?.remove() }
        let ending = Ending()
        // It is ended by `end(…)`, or ends by itself; cancellation must not reach it.
        let serving = Task {
            defer { ending.reach() }
            try await server.serve()
        }
        let stop = await withTaskGroup(of: Stop.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                await ending.wait()
                return Task.isCancelled ? .cancelled : .ended
            }
            group.addTask { (try? await gracefulShutdown()) == nil ? .cancelled : .graceful }
            return await group.next() ?? .cancelled
        }
        if stop == .ended {
            if case .failure(let error) = await serving.result {
                throw ListenFailure.rejection(of: error, at: address)
            }
            return
        }
        // In a task of its own, which is waited for, so that cancellation does not hurry it.
        await Task { await self.end(serving, ending, isGraceful: stop == .graceful) }.value
    }

    private func end(
        _ serving: Task<Void, any Error>,
        _ ending: Ending,
        isGraceful: Bool
    ) async {
        await connections.stopAccepting()
        server.beginGracefulShutdown()
        await withTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await ending.wait() }
            group.addTask {
                do {
                    if isGraceful { try await Task.sleep(for: self.drainPatience) }
                    self.connections.closeAll()
                    try await Task.sleep(for: self.drainPatience)
                    serving.cancel()
                } catch {
                    // It has ended in time.
                }
            }
            await group.next()
        }
    }
}

/// Why a server stops.
private enum Stop {
    case ended
    case graceful
    case cancelled
}
