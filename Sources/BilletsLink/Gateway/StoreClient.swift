import Billets
import BilletsWire
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import ServiceContextModule
import Synchronization

/// One connection to a store process, and the calls that can be made over it.
///
/// It never connects twice: what its loss means is decided elsewhere, and a new one takes its place. So
/// the library's own reconnecting, with its states that one cannot see, plays no part.
struct StoreClient: Sendable {
    /// The calls, typed.
    let calls: ProtoStore.Client<HTTP2ClientTransport.Posix>

    private let secretMetadata: Metadata

    /// What a call of the present task carries: the secret, and the trace that the task belongs to.
    var metadata: Metadata {
        var metadata = secretMetadata
        if let context = ServiceContext.current {
            TraceInstrument().inject(context, into: &metadata, using: MetadataCarrier())
        }
        return metadata
    }

    /// Runs what deals with the stream of commands where the connection is.
    let executor: LoopExecutor

    /// When it is given up, for the calls that are under way over it.
    let end = Ending()

    private let distrustSeen = Distrust()
    private let client: GRPCClient<HTTP2ClientTransport.Posix>
    private let closePatience: Duration

    /// A connection to `address`, not yet running.
    ///
    /// - Throws: if there is no way to resolve such an address.
    init(
        address: LinkAddress,
        secret: Secret?,
        tls: GatewayTLS? = nil,
        timing: LinkTiming
    ) throws {
        let distrustSeen = distrustSeen
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        executor = LoopExecutor(eventLoop)
        let transport = try HTTP2ClientTransport.Posix(
            target: Self.target(of: address),
            transportSecurity: tls?.transportSecurity ?? .plaintext,
            config: .defaults { config in
                config.http2.authority = tls?.storeName
                config.http2.targetWindowSize = LinkLimits.gatewayWindowBytes
                config.backoff.initial = timing.backoffMinimum
                config.backoff.max = timing.backoffMaximum
                // Commands and answers are batched already: a wait for more would only cost time.
                config.connection.flushCoalescing = nil
                config.connection.keepalive = HTTP2ClientTransport.Config.Keepalive(
                    time: timing.keepaliveInterval,
                    timeout: timing.keepalivePatience,
                    allowWithoutCalls: true
                )
                config.channelDebuggingCallbacks.onCreateTCPConnection = { channel in
                    HandshakeWitness.watch(channel, usesTLS: tls != nil) { failure, cause in
                        distrustSeen.note(.distrusted(failure, cause: cause))
                    }
                }
            },
            eventLoopGroup: eventLoop
        )
        client = GRPCClient(transport: transport)
        calls = ProtoStore.Client(wrapping: client)
        secretMetadata = SharedSecret.metadata(secret)
        closePatience = timing.closePatience
    }

    /// What kept the two ends from speaking, if it is that.
    var distrust: LinkTrouble? { distrustSeen.trouble }

    /// Keeps the connection until the task is cancelled; then it is given up.
    func run() async {
        // It is stopped below, and closes what is left after a while; nobody waits for that.
        let connection = Task { try? await client.runConnections() }
        await withTaskCancellationHandler {
            await end.wait()
        } onCancel: {
            end.reach()
        }
        // Stopped like this, the client refuses calls; cancelled at once, it would let them wait for ever.
        client.beginGracefulShutdown()
        // Ends by itself, after the pause in it.
        Task {
            try? await Task.sleep(for: closePatience)
            connection.cancel()
        }
    }

    /// Makes a call; it fails when the connection is given up, or its time is over.
    func call<Answer: Sendable>(
        _ options: CallOptions,
        _ perform: @escaping @Sendable (StoreClient, CallOptions) async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await AbandonableTask.value { try await perform(self, options) }
            }
            group.addTask {
                await end.wait()
                throw RPCError(code: .unavailable, message: "The connection was lost.")
            }
            if let timeout = options.timeout {
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw RPCError(code: .deadlineExceeded, message: "No answer in \(timeout).")
                }
            }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private static func target(of address: LinkAddress) -> any ResolvableTarget {
        switch address {
        case .unix(let path): return .unixDomainSocket(path: path, authority: "localhost")
        case .tcp(let host, let port):
            // A number is no name to send in TLS, and gRPC takes any host of `dns` for one.
            switch try? NIOCore.SocketAddress(ipAddress: host, port: port) {
            case .v4: return .ipv4(address: host, port: port)
            case .v6: return .ipv6(address: host, port: port)
            case .unixDomainSocket, nil: return .dns(host: host, port: port)
            }
        }
    }
}

/// The first thing that was seen to be wrong between the two ends of a connection; the rest follows
/// from it.
private final class Distrust: Sendable {
    private let first = Mutex<LinkTrouble?>(nil)

    var trouble: LinkTrouble? { first.withLock { $0 } }

    func note(_ trouble: LinkTrouble) {
        first.withLock { $0 = $0 ?? trouble }
    }
}
