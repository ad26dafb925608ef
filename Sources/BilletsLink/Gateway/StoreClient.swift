import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOPosix

/// One connection to a store process, and the calls that can be made over it.
///
/// It never connects twice: what its loss means is decided elsewhere, and a new one takes its place. So
/// the library's own reconnecting, with its states that one cannot see, plays no part.
struct StoreClient: Sendable {
    /// The calls, typed.
    let calls: ProtoStore.Client<HTTP2ClientTransport.Posix>

    /// What every call carries.
    let metadata: Metadata

    /// When it is given up.
    ///
    /// gRPC Swift 2.4.3 leaves a call that was begun while the client was being stopped waiting until its
    /// deadline; whoever waits for this too need not wait for that.
    let end = Ending()

    private let client: GRPCClient<HTTP2ClientTransport.Posix>

    /// A connection to `address`, not yet running.
    ///
    /// - Throws: if there is no way to resolve such an address.
    init(address: LinkAddress, secret: String?, timing: LinkTiming) throws {
        let transport = try HTTP2ClientTransport.Posix(
            target: Self.target(of: address),
            transportSecurity: .plaintext,
            config: .defaults { config in
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
            }
        )
        client = GRPCClient(transport: transport)
        calls = ProtoStore.Client(wrapping: client)
        metadata = SharedSecret.metadata(secret)
    }

    /// Keeps the connection until the task is cancelled.
    func run() async {
        // It throws what each call is told too.
        try? await client.runConnections()
    }

    /// Makes a call; it fails when the connection is given up meanwhile.
    func call<Answer: Sendable>(
        _ options: CallOptions,
        _ perform: @escaping @Sendable (StoreClient, CallOptions) async throws -> Answer
    ) async throws -> Answer {
        let answer = try await withThrowingTaskGroup(of: Answer?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await perform(self, options) }
            group.addTask {
                await end.wait()
                return nil
            }
            return try await group.next() ?? nil
        }
        guard let answer else {
            throw RPCError(code: .unavailable, message: "The connection was lost.")
        }
        return answer
    }

    private static func target(of address: LinkAddress) -> any ResolvableTarget {
        switch address {
        case .tcp(let host, let port): .dns(host: host, port: port)
        case .unix(let path): .unixDomainSocket(path: path, authority: "localhost")
        }
    }
}
