import Billets
import BilletsLoad
import BilletsWire
import HTTPTypes
import NIOCore
import NIOWebSocket
import Testing

@testable import BilletsGateway

@Suite("Requests of one connection")
struct KeptConnectionTests {
    private static let handshake = """
        Connection: keep-alive, Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r

        """

    private static func upgrade(_ token: String?) -> String {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "GET /ws HTTP/1.1\r\nHost: a\r\n\(authorization)\(handshake)\r\n"
    }

    /// Method and address of every route, `/ws` among them.
    private static func routes() async throws -> [String] {
        try await DocumentTests.routes().map { route in
            let segments = Route.segments(of: route.path).map {
                $0.hasPrefix("{") ? "01890a5d-ac96-774b-bcce-b302099a8057" : $0
            }
            return "\(route.method.rawValue) /\(segments.joined(separator: "/"))"
        }
    }

    private static func request(_ route: String, _ token: String) -> String {
        """
        \(route) HTTP/1.1\r
        Host: a\r
        Authorization: Bearer \(token)\r
        Content-Type: application/json\r
        Content-Length: 2\r
        \r
        {}
        """
    }

    private static let socketsMaximum = 3

    private static func limit(_ configuration: inout GatewayConfiguration) {
        configuration.sockets.socketsMaximum = socketsMaximum
    }

    @Test(
        "Of many handshakes at once a gateway takes as many as it has room for, and refuses the rest"
    )
    func crowd() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.limit) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            var connections: [RawConnection] = []
            for _ in 1...20 {
                connections.append(
                    try await RawConnection.open(port: gateway.port, saying: Self.upgrade(token))
                )
            }
            var statuses: [Int: Int] = [:]
            for connection in connections {
                statuses[try await connection.answer().status, default: 0] += 1
            }
            #expect(statuses == [101: Self.socketsMaximum, 503: 20 - Self.socketsMaximum])
            for connection in connections { connection.drop() }
        }
    }

    /// The statuses of the answers to requests that are sent one by one, each over a connection of its own.
    private func statuses(_ requests: [String], _ gateway: RunningGateway) async throws -> [Int] {
        var statuses: [Int] = []
        for request in requests {
            statuses.append(try await RawConnection.ask(request, port: gateway.port).status)
        }
        return statuses
    }

    /// The statuses of the answers to requests that are sent over one connection; the last is an upgrade, and its socket
    /// greets the client.
    private func statuses(
        overOneConnection requests: [String],
        isPipelined: Bool,
        _ gateway: RunningGateway
    ) async throws -> [Int] {
        let connection = try await RawConnection.open(port: gateway.port)
        defer { connection.drop() }
        if isPipelined { connection.send(requests.joined()) }
        var statuses: [Int] = []
        for request in requests {
            if !isPipelined { connection.send(request) }
            statuses.append(try await connection.answer().status)
        }
        try await connection.wait(for: #""type":"Welcome""#)
        return statuses
    }

    private static func unlimited(_ configuration: inout GatewayConfiguration) {
        configuration.connections.liftCaps()
        configuration.messageRate = nil
    }

    @Test(
        "Every route answers as ever before an upgrade, behind a declined one, and pipelined",
        arguments: [false, true]
    )
    func everyRoute(_ isPipelined: Bool) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.unlimited) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for route in try await Self.routes() {
                // Some routes end the session that they are asked with.
                let alone = Self.request(route, try await gateway.token(for: "Grace", in: store))
                let kept = Self.request(route, try await gateway.token(for: "Linus", in: store))
                let expected = try await statuses([alone, alone, alone], gateway)
                let declined = Self.upgrade(nil)
                let found = try await statuses(
                    overOneConnection: [
                        kept, declined, kept, declined, declined, kept, Self.upgrade(token),
                    ],
                    isPipelined: isPipelined,
                    gateway
                )
                #expect(
                    found == [expected[0], 401, expected[1], 401, 401, expected[2], 101],
                    "\(route)"
                )
            }
        }
    }

    @Test(
        "A wish for another protocol is passed over, and the connection goes on",
        arguments: ["h2c", "websocket", "TLS/1.0, HTTP/1.1"]
    )
    func otherProtocols(_ name: String) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let connection = try await RawConnection.open(port: gateway.port)
            let offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: \(name)\r\n"
            for version in ["1.1", "1.0"] {
                let alive = version == "1.0" ? "Connection: keep-alive\r\n" : ""
                connection.send(
                    "GET /healthz HTTP/\(version)\r\nHost: a\r\n\(offer)\(alive)\r\n"
                        + "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"
                )
                #expect(try await connection.answer().body == #"{"alive":true}"#)
                #expect(try await connection.answer().status == 200)
            }
            connection.send(Self.upgrade(token))
            #expect(try await connection.answer().status == 101)
            connection.drop()
        }
    }

    @Test("A handshake waits for the answers before it, and frames behind it are not lost")
    func frames() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let connection = try await RawConnection.open(port: gateway.port)
            let ask = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
            let message = ClientEnvelope(requestID: nil, message: .getTickets(since: nil))
            var bytes = ByteBuffer(string: ask + ask + Self.upgrade(token))
            bytes.writeImmutableBuffer(ClientFraming.frame(.text, payload: message.encoded()))
            connection.send(bytes)
            #expect(try await connection.answer().status == 200)
            #expect(try await connection.answer().status == 200)
            #expect(try await connection.answer().status == 101)
            try await connection.wait(for: #""type":"AllTickets""#)
            connection.drop()
        }
    }

    @Test("Too many bytes behind a handshake that waits end the connection")
    func flood() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let follow = """
                GET /api/events HTTP/1.1\r
                Host: a\r
                Accept: text/event-stream\r
                Authorization: Bearer \(token)\r
                \r

                """
            // The stream never ends, so that the handshake behind it never has its turn.
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: follow + Self.upgrade(token)
            )
            try await connection.wait(for: "text/event-stream")
            connection.send(String(repeating: "x", count: 70_000))
            _ = await connection.rest()
            // The gateway still serves.
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
        }
    }

    @Test("A client that closes its side behind a handshake gets its answers, and leaves nothing")
    func halfClosed() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let before = try Descriptors.open()
            for _ in 0..<50 {
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + Self.upgrade(token)
                )
                connection.finish()
                let rest = await connection.rest()
                #expect(rest.contains(#"{"alive":true}"#))
                connection.drop()
            }
            try await Descriptors.wait { $0 <= before + 8 }
        }
    }

    @Test("Sockets of kept connections end with their clients, and leave nothing")
    func vanish() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.unlimited) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let before = try Descriptors.open()
            var connections: [RawConnection] = []
            for _ in 0..<100 {
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + Self.upgrade(token)
                )
                #expect(try await connection.answer().status == 200)
                #expect(try await connection.answer().status == 101)
                connections.append(connection)
            }
            for connection in connections { connection.drop() }
            try await Descriptors.wait { $0 <= before + 8 }
        }
    }
}
