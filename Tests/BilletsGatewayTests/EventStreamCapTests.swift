import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@Suite("Caps on event streams")
struct EventStreamCapTests {
    /// A way in which a stream ends.
    enum Ending: CaseIterable, CustomTestStringConvertible {
        case clientGone
        case inputClosed
        case loggedOut
        case oldClientGone
        case goneBeforeTheAnswer
        case headOnly
        case pipelined

        var testDescription: String {
            switch self {
            case .clientGone: "the client closes the connection"
            case .inputClosed: "the client closes its side of the connection"
            case .loggedOut: "the session ends"
            case .oldClientGone: "the client of HTTP/1.0 closes the connection"
            case .goneBeforeTheAnswer: "the client closes the connection before the answer"
            case .headOnly: "the request is HEAD"
            case .pipelined: "a second request for a stream waits behind it"
            }
        }
    }

    private let store = MemoryStore()

    private static func request(
        _ token: String,
        method: String = "GET",
        version: String = "1.1"
    ) -> String {
        """
        \(method) /api/events?after=0 HTTP/\(version)\r
        Host: a\r
        Accept: text/event-stream\r
        Authorization: Bearer \(token)\r
        \r

        """
    }

    /// Asks for a stream until there is room for it: the gateway learns by itself that another one has ended.
    private func stream(
        _ gateway: RunningGateway,
        _ token: String,
        source: String = "127.0.0.1"
    ) async throws -> RawConnection {
        for _ in 0..<10_000 {
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: Self.request(token),
                source: source
            )
            let answer = try await connection.answer()
            if answer.status == 200 { return connection }
            try #require(answer.status == 429, "\(answer)")
            connection.drop()
        }
        throw Rejection(.rateLimited, "There was no room any more.")
    }

    private func refusal(
        _ gateway: RunningGateway,
        _ token: String,
        source: String = "127.0.0.1"
    ) async throws -> RawAnswer {
        let connection = try await RawConnection.open(
            port: gateway.port,
            saying: Self.request(token),
            source: source
        )
        defer { connection.drop() }
        return try await connection.answer()
    }

    private func handshakeStatus(_ gateway: RunningGateway, _ token: String) async -> Int? {
        let refusal = await #expect(throws: HandshakeRefused.self) {
            _ = try await BoardClient.connect(
                to: gateway.socketAddress,
                token: token,
                on: MultiThreadedEventLoopGroup.singleton
            )
        }
        return refusal?.status
    }

    @Test("Sockets and streams of a user count together, and what is over is answered with 429")
    func users() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerUser = .atMost(2)
            configuration.messageRate = nil
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let client = try await gateway.client("Ada", in: store)
            let one = try await stream(gateway, token)
            let refused = try await refusal(gateway, token)
            #expect(refused.status == 429)
            #expect(refused.headers["content-type"] == "application/problem+json")
            #expect(refused.headers["retry-after"] == "1")
            #expect(refused.body.contains(#""code":"rate_limited""#))
            #expect(await handshakeStatus(gateway, token) == 429)
            // Pages of the log are no streams.
            let page = try await gateway.http.request("GET", "/api/events", token: token)
            #expect(page.status == 200)
            let grace = try await gateway.token(for: "Grace", in: store)
            let other = try await stream(gateway, grace)
            try await client.socket.close()
            let two = try await stream(gateway, token)
            #expect(try await refusal(gateway, token).status == 429)
            for connection in [one, two, other] { connection.drop() }
        }
    }

    @Test("Streams of an address count together, whoever asks for them")
    func addresses() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerAddress = .atMost(1)
            configuration.messageRate = nil
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let ada = try await gateway.token(for: "Ada", in: store)
            let grace = try await gateway.token(for: "Grace", in: store)
            let one = try await stream(gateway, ada)
            #expect(try await refusal(gateway, grace).status == 429)
            let other = try await stream(gateway, grace, source: "127.0.0.2")
            one.drop()
            let next = try await stream(gateway, grace)
            for connection in [other, next] { connection.drop() }
        }
    }

    @Test("A gateway that holds as many sockets and streams as it may refuses more with 503")
    func full() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.sockets.socketsMaximum = 1
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let one = try await stream(gateway, token)
            let refused = try await refusal(gateway, token)
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] == "1")
            #expect(refused.body.contains(#""code":"unavailable""#))
            #expect(await handshakeStatus(gateway, token) == 503)
            one.drop()
        }
    }

    @Test(
        "A stream is counted out once, however it ends",
        arguments: Ending.allCases
    )
    func release(_ ending: Ending) async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.socketsPerUser = .atMost(1)
            configuration.messageRate = nil
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            for _ in 1...3 {
                let token = try await gateway.token(for: "Ada", in: store)
                try await end(ending, gateway, token)
            }
            let token = try await gateway.token(for: "Ada", in: store)
            let last = try await stream(gateway, token)
            #expect(try await refusal(gateway, token).status == 429)
            last.drop()
        }
    }

    /// Begins a stream and ends it.
    private func end(_ ending: Ending, _ gateway: RunningGateway, _ token: String) async throws {
        switch ending {
        case .clientGone:
            try await stream(gateway, token).drop()
        case .inputClosed:
            let connection = try await stream(gateway, token)
            connection.finish()
            _ = await connection.rest()
        case .loggedOut:
            let connection = try await stream(gateway, token)
            let out = try await gateway.http.request("DELETE", "/api/session", token: token)
            #expect(out.status == 204)
            // The last chunk, which says that nothing is missing.
            try await connection.wait(for: "0\r\n\r\n")
            connection.drop()
        case .oldClientGone, .headOnly, .pipelined:
            let request =
                switch ending {
                case .oldClientGone: Self.request(token, version: "1.0")
                case .headOnly: Self.request(token, method: "HEAD")
                default: Self.request(token) + Self.request(token)
                }
            let connection = try await RawConnection.open(port: gateway.port, saying: request)
            _ = try await connection.answer()
            connection.drop()
        case .goneBeforeTheAnswer:
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: Self.request(token)
            )
            connection.drop()
        }
    }
}
