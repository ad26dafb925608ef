import NIOCore
import NIOPosix
import NIOSSL

/// Where sockets are opened, and how: what all event loops share.
struct LoadGate: Sendable {
    /// A gateway, resolved.
    struct Door: Sendable {
        /// The gateway.
        let target: LoadTarget

        /// Its address.
        let address: SocketAddress

        /// How TLS is spoken with it; nil: not at all.
        let tls: NIOSSLContext?

        /// Whether it is this machine, so that sockets may come from any address of 127.0.0.0/8.
        var isLoopback: Bool {
            address.ipAddress?.hasPrefix("127.") ?? false
        }
    }

    /// The gateways, in turn.
    let doors: [Door]

    /// The tokens of the users, in turn.
    let tokens: [String]

    /// The addresses that sockets come from.
    let sources: SourceAddresses

    /// The way to the gateways of `plan`.
    ///
    /// - Throws: a `LoadFailure` if one of them has no address, or its certificates' authority cannot be read.
    init(_ plan: LoadPlan, tokens: [String]) throws {
        let tls =
            try plan.targets.contains(where: \.isSecure)
            ? NIOSSLContext(configuration: LoadTrust.configuration(plan.authorityPath)) : nil
        doors = try plan.targets.map { target in
            Door(
                target: target,
                address: try Self.address(of: target),
                tls: target.isSecure ? tls : nil
            )
        }
        self.tokens = tokens
        sources = SourceAddresses(base: plan.test.sourceBase)
    }

    private static func address(of target: LoadTarget) throws -> SocketAddress {
        do {
            return try target.resolved()
        } catch {
            throw LoadFailure("There is no host '\(target.host)': see what --url says.")
        }
    }

    /// The gateway of the socket `number`.
    func door(ofSocket number: Int) -> Door { doors[number % doors.count] }

    /// The user of the socket `number`: every user has sockets on every gateway.
    func user(ofSocket number: Int) -> Int { number / doors.count % tokens.count }

    /// The request that opens the socket `number` (RFC 6455, section 4.1).
    func handshake(ofSocket number: Int) -> [UInt8] {
        let door = door(ofSocket: number)
        return Array(
            """
            GET /ws HTTP/1.1\r
            Host: \(door.target.authority)\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: \(UpgradeReader.key)\r
            Sec-WebSocket-Version: 13\r
            Authorization: Bearer \(tokens[user(ofSocket: number)])\r
            \r\n
            """.utf8
        )
    }

    /// Connects a socket on `loop`; `handler` gets what comes.
    func connect(
        _ number: Int,
        on loop: any EventLoop,
        allocator: SharedReadAllocator,
        handler: NIOLoopBound<LoadSocket>
    ) -> EventLoopFuture<any Channel> {
        let door = door(ofSocket: number)
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(10))
            .channelOption(.recvAllocator, value: allocator)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = door.tls {
                        try pipeline.addHandler(Self.tlsHandler(tls, host: door.target.host))
                    }
                    try pipeline.addHandler(handler.value)
                }
            }
        if door.isLoopback {
            let source = sources.address(ofSocket: number)
            guard let address = try? SocketAddress(ipAddress: source, port: 0) else {
                return loop.makeFailedFuture(ChannelError.inappropriateOperationForState)
            }
            // ip(7): the port is chosen when connecting, when the whole connection is known.
            bootstrap =
                bootstrap
                .channelOption(.ipOption(Self.bindAddressNoPort), value: 1)
                .bind(to: address)
        }
        return bootstrap.connect(to: door.address)
    }

    private static let bindAddressNoPort = NIOBSDSocket.Option(rawValue: 24)

    /// The TLS handler of a connection to `host`; an address is no name to send (RFC 6066, section 3).
    static func tlsHandler(
        _ context: NIOSSLContext,
        host: String
    ) throws -> NIOSSLClientHandler {
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: host)
        } catch let error as NIOSSLExtraError where error == .cannotUseIPAddressInSNI {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
    }
}
