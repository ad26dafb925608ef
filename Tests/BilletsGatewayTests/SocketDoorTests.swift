import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOCore
import NIOPosix
import Testing

@Suite("The way to a socket")
struct SocketDoorTests {
    private static let handshake = [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    private static func allowingDesk(_ configuration: inout GatewayConfiguration) {
        configuration.allowedOrigins = ["https://desk.example.com"]
    }

    private static func tiny(_ configuration: inout GatewayConfiguration) {
        configuration.sockets.socketsMaximum = 1
    }

    /// What a gateway answers to a handshake that it refuses.
    private func refusal(
        at gateway: RunningGateway,
        token: String?,
        headers: [(String, String)] = []
    ) async throws -> HandshakeRefused {
        let authorization = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        do {
            _ = try await WebSocketClient.connect(
                to: gateway.socketAddress,
                headers: authorization + headers,
                on: MultiThreadedEventLoopGroup.singleton
            ) { _ in }
        } catch let refusal as HandshakeRefused {
            return refusal
        }
        throw Rejection(.invalidMessage, "The gateway let the client in.")
    }

    @Test("Without a session, or with a bad one, there is no socket: 401 and a problem")
    func unauthorized() async throws {
        try await RunningGateway.run { gateway in
            for token in [nil, "", "a.b.c"] {
                let refused = try await refusal(at: gateway, token: token)
                #expect(refused.status == 401)
                #expect(refused.body.contains(#""code":"unauthorized""#))
            }
            let answer = try await gateway.http.request("GET", "/ws")
            #expect(answer.status == 401)
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
    }

    @Test("A page of a foreign origin gets no socket: 403; one of an allowed origin does")
    func origins() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(
            store: store,
            configure: Self.allowingDesk
        ) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let evil = [("Origin", "https://evil.example.com")]
            let refused = try await refusal(at: gateway, token: token, headers: evil)
            #expect(refused.status == 403)
            #expect(refused.body.contains(#""code":"forbidden""#))
            for origin in ["https://desk.example.com", "http://127.0.0.1:\(gateway.port)"] {
                let client = try await BoardClient.connect(
                    to: gateway.socketAddress,
                    token: token,
                    headers: [("Origin", origin)],
                    on: MultiThreadedEventLoopGroup.singleton
                )
                #expect(client.observation.welcome?.user.name == "Ada")
            }
        }
    }

    @Test("A cookie opens a socket as a bearer token does, also at an address with a query")
    func cookie() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            var address = gateway.socketAddress
            address.path = "/ws?x=1"
            let (frames, frame) = AsyncStream.makeStream(of: ServerFrame.self)
            let socket = try await WebSocketClient.connect(
                to: address,
                headers: [("Cookie", "a=b; billets_session=\(token)")],
                on: MultiThreadedEventLoopGroup.singleton
            ) { frame.yield($0) }
            var iterator = frames.makeAsyncIterator()
            guard case .text(let bytes) = await iterator.next() else {
                Issue.record("There was no greeting")
                return
            }
            guard case .welcome(let welcome) = try ServerMessage(decoding: bytes) else {
                Issue.record("There was no Welcome")
                return
            }
            #expect(welcome.user.name == "Ada")
            await socket.close()
        }
    }

    @Test("A plain GET is told to upgrade, to what and in which version")
    func plainGet() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let answer = try await gateway.http.request("GET", "/ws", token: token)
            #expect(answer.status == 426)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.headers["upgrade"] == "websocket")
            #expect(answer.headers["sec-websocket-version"] == "13")
            #expect(answer.body.contains(#""code":"upgrade_required""#))
        }
    }

    @Test("A handshake in another version, or without a key, is refused, and names the version")
    func wrongVersion() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let wrong = Self.handshake.map { $0.0.hasSuffix("Version") ? ($0.0, "8") : $0 }
            let keyless = Self.handshake.filter { !$0.0.hasSuffix("Key") }
            for headers in [wrong, keyless] {
                let answer = try await gateway.http.request(
                    "GET",
                    "/ws",
                    token: token,
                    headers: headers
                )
                #expect((400..<500).contains(answer.status), "\(answer)")
                #expect(answer.headers["sec-websocket-version"] == "13")
            }
        }
    }

    @Test("A wish for another protocol, or for a socket elsewhere, is passed over: HTTP answers")
    func otherProtocols() async throws {
        try await RunningGateway.run { gateway in
            let http2 = [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c")]
            for headers in [http2, Self.handshake] {
                for (path, status) in [("/healthz", 200), ("/nowhere", 404), ("/ws", 401)] {
                    let head = try await HandshakeHead.request(
                        port: gateway.port,
                        path: path,
                        headers: headers
                    )
                    #expect(head.status == status, "\(path) \(headers)")
                    #expect(head.headers["connection"] == nil, "the connection goes on")
                }
            }
        }
    }

    @Test("A handshake that brings a body is refused, and told so")
    func body() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for extra in [("Content-Length", "5"), ("Transfer-Encoding", "chunked")] {
                let head = try await HandshakeHead.request(
                    port: gateway.port,
                    headers: Self.handshake + [("Authorization", "Bearer \(token)"), extra]
                )
                #expect(head.status == 400)
                #expect(head.headers["sec-websocket-version"] == "13")
            }
        }
    }

    @Test(
        "A handshake is recognised in each form that the router serves",
        arguments: ["/ws/", "/ws?x=1", "/ws/?", "//ws", "http://desk/ws", "https://desk:1/ws/?x"]
    )
    func forms(_ target: String) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let authorization = [("Authorization", "Bearer \(token)"), ("Content-Length", "0")]
            let head = try await HandshakeHead.request(
                port: gateway.port,
                path: target,
                headers: [
                    ("Connection", "keep-alive"), ("connection", "a, UPGRADE"), ("Upgrade", "h2c"),
                    ("upgrade", "WebSocket"),
                ] + Self.handshake.dropFirst(2) + authorization
            )
            #expect(head.status == 101)
        }
    }

    @Test("The subprotocol is answered if it is offered, among others too, and not if it is not")
    func subprotocol() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for (offer, expected) in [
                (nil, nil), ("les-billets.v1", "les-billets.v1"), ("les-billets.v2", nil),
                ("graphql-ws, les-billets.v1", "les-billets.v1"),
            ] as [(String?, String?)] {
                let head = try await HandshakeHead.request(
                    port: gateway.port,
                    headers: Self.handshake + [("Authorization", "Bearer \(token)")]
                        + (offer.map { [("Sec-WebSocket-Protocol", $0)] } ?? [])
                )
                #expect(head.status == 101)
                #expect(head.headers["sec-websocket-protocol"] == expected)
                #expect(head.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            }
        }
    }

    @Test("A gateway that holds as many sockets as it may refuses more: 503, and when to come back")
    func full() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(
            store: store,
            configure: Self.tiny
        ) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let first = try await gateway.client("Ada", in: store)
            let refused = try await refusal(at: gateway, token: token)
            #expect(refused.status == 503)
            #expect(refused.body.contains(#""code":"unavailable""#))
            let plain = try await gateway.http.request("GET", "/ws", token: token)
            #expect(plain.headers["retry-after"] == "1")
            await (try first.socket).close()
        }
    }
}
