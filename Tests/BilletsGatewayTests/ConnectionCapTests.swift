import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@Suite("Caps on connections")
struct ConnectionCapTests {
    private func refusal(
        at gateway: RunningGateway,
        token: String,
        headers: [(String, String)] = []
    ) async throws -> HandshakeRefused {
        do {
            _ = try await WebSocketClient.connect(
                to: gateway.socketAddress,
                headers: [("Authorization", "Bearer \(token)")] + headers,
                on: MultiThreadedEventLoopGroup.singleton
            ) { _ in }
        } catch let refusal as HandshakeRefused {
            return refusal
        }
        throw Rejection(.invalidMessage, "The gateway let the client in.")
    }

    private func client(
        at gateway: RunningGateway,
        token: String,
        forwardedFor address: String
    ) async throws -> BoardClient {
        try await BoardClient.connect(
            to: gateway.socketAddress,
            token: token,
            headers: [("X-Forwarded-For", address)],
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    /// Opens a socket as soon as there is room for it: the gateway learns by itself that another is gone.
    private func clientAgain(
        _ name: String,
        at gateway: RunningGateway,
        in store: MemoryStore
    ) async throws -> BoardClient {
        for _ in 0..<10_000 {
            do {
                return try await gateway.client(name, in: store)
            } catch let refusal as HandshakeRefused where refusal.status == 429 {}
        }
        throw Rejection(.rateLimited, "There was no room any more.")
    }

    @Test("A user has as many sockets as they may, then 429; when one closes there is room again")
    func users() async throws {
        let store = MemoryStore()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerUser = .atMost(2)
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let first = try await gateway.client("Ada", in: store)
            _ = try await gateway.client("Ada", in: store)
            let token = try await gateway.token(for: "Ada", in: store)
            let refused = try await refusal(at: gateway, token: token)
            #expect(refused.status == 429)
            #expect(refused.body.contains(#""code":"rate_limited""#))
            let plain = try await gateway.http.request("GET", "/ws", token: token)
            #expect(plain.status == 429)
            #expect(plain.headers["retry-after"] == "1")
            // Whoever else comes is not concerned.
            _ = try await gateway.client("Grace", in: store)
            await (try first.socket).close()
            _ = try await clientAgain("Ada", at: gateway, in: store)
        }
    }

    @Test(
        "An address has as many sockets as it may, and behind a trusted proxy it is the client's address"
    )
    func addresses() async throws {
        let store = MemoryStore()
        let proxies = TrustedProxies.loopback
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerAddress = .atMost(2)
            configuration.connections.connectionsPerAddress = .atMost(1)
            configuration.trustedProxies = proxies
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for address in ["192.0.2.1", "2001:db8::1"] {
                _ = try await client(at: gateway, token: token, forwardedFor: address)
                _ = try await client(at: gateway, token: token, forwardedFor: address)
            }
            for address in ["192.0.2.1", "203.0.113.9, 192.0.2.1", "2001:db8::2"] {
                let refused = try await refusal(
                    at: gateway,
                    token: token,
                    headers: [("X-Forwarded-For", address)]
                )
                #expect(refused.status == 429, "\(address)")
            }
            _ = try await client(at: gateway, token: token, forwardedFor: "192.0.2.2")
        }
    }

    @Test("An address that names others is believed by nobody, if it is no trusted proxy")
    func liars() async throws {
        let store = MemoryStore()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerAddress = .atMost(1)
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            _ = try await client(at: gateway, token: token, forwardedFor: "192.0.2.1")
            let refused = try await refusal(
                at: gateway,
                token: token,
                headers: [("X-Forwarded-For", "192.0.2.2")]
            )
            #expect(refused.status == 429)
        }
    }

    @Test(
        "An address has as many connections as it may; what is over is closed, and nobody else minds"
    )
    func connections() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.connectionsPerAddress = .atMost(3)
        }
        try await RunningGateway.run(configure: configure) { gateway in
            var held: [RawConnection] = []
            for _ in 0..<3 {
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                    source: "127.0.0.2"
                )
                #expect(try await connection.answer().status == 200)
                held.append(connection)
            }
            for _ in 0..<20 {
                let over = try await RawConnection.open(port: gateway.port, source: "127.0.0.2")
                #expect(await over.rest().isEmpty)
            }
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
            for connection in held { connection.drop() }
            try await Self.answer(port: gateway.port, source: "127.0.0.2")
        }
    }

    @Test("Thousands that vanish at once are all counted out again")
    func massClose() async throws {
        let count = 1000
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.connectionsPerAddress = .atMost(count)
            configuration.connections.connectionsMaximum = count + 50
        }
        try await RunningGateway.run(configure: configure) { gateway in
            for _ in 0..<3 {
                var held: [RawConnection] = []
                while held.count < count {
                    let connection = try await RawConnection.open(
                        port: gateway.port,
                        saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                        source: "127.0.0.3"
                    )
                    // Those of the round before may not all be counted out yet.
                    if (try? await connection.answer()) != nil { held.append(connection) }
                }
                for connection in held { connection.drop() }
            }
            try await Self.answer(port: gateway.port, source: "127.0.0.3")
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
        }
    }

    /// Asks from `source` until there is an answer: the gateway learns by itself that others are gone.
    private static func answer(port: Int, source: String) async throws {
        for _ in 0..<10_000 {
            let connection = try await RawConnection.open(
                port: port,
                saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                source: source
            )
            if let answer = try? await connection.answer() {
                #expect(answer.status == 200)
                connection.drop()
                return
            }
        }
        throw Rejection(.rateLimited, "There was no room any more.")
    }
}
