import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import Metrics
import NIOPosix
import Testing

@testable import BilletsGateway

/// Sessions of a gateway whose clock is not the store's.
@Suite struct SessionClockTests {
    @Test(arguments: [Duration.seconds(-7200), .seconds(-1), .zero, .seconds(1), .seconds(7200)])
    func `Whose account is disabled is out everywhere, whatever the gateway's clock shows`(
        _ offset: Duration
    ) async throws {
        let clock = HandClock()
        let store = MemoryStore(clock: clock.wallClock)
        let time = WallClock { clock.wallClock.now().adding(offset) }
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.clock = time
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let session = try await gateway.token(for: "Ada", in: store)
            let tokens = [session, try await gateway.apiToken(session: session).secret]
            var sockets: [BoardClient] = []
            var streams: [RawConnection] = []
            for token in tokens {
                sockets.append(try await connect(token, to: gateway))
                streams.append(try await follow(token, at: gateway))
            }
            let ada = try #require(try await store.account(email: "ada@example.com")?.user.id)
            try await store.edit(ada, AccountEdit(isDisabled: true))
            for socket in sockets {
                try await socket.wait("the goodbye") { $0.hasEnded }
                #expect(socket.observation.closeCode == 4401)
            }
            for stream in streams { _ = await stream.rest() }
            for token in tokens {
                try await gateway.http.request("GET", "/api/session", token: token)
                    .expectProblem(401, "unauthorized")
            }
            try await store.edit(ada, AccountEdit(isDisabled: false))
            for token in tokens.prefix(1) {
                try await gateway.http.request("GET", "/api/session", token: token)
                    .expectProblem(401, "unauthorized")
            }
            let again = try await gateway.token(for: "Ada", in: store)
            let alive = try await gateway.http.request("GET", "/api/session", token: again)
            #expect(alive.status == 200)
        }
    }

    private func connect(_ token: String, to gateway: RunningGateway) async throws -> BoardClient {
        try await BoardClient.connect(
            to: gateway.socketAddress,
            token: token,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    private func follow(_ token: String, at gateway: RunningGateway) async throws -> RawConnection {
        let stream = try await RawConnection.open(
            port: gateway.port,
            saying: """
                GET /api/events HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer \(token)\r
                Accept: text/event-stream\r
                \r

                """
        )
        try await stream.wait(for: "HTTP/1.1 200")
        return stream
    }

    @Test func `A gateway serves nobody before it knows which sessions have ended`() async throws {
        let store = MemoryStore()
        let token = try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let out = try await gateway.http.request("DELETE", "/api/session", token: token)
            #expect(out.status == 204)
            return token
        }
        let accounts = WatchedAccounts(store)
        accounts.failRevocations(3)
        try await RunningGateway.run(store: store, accounts: accounts) { gateway in
            #expect(accounts.revocationFailures == 0)
            try await gateway.http.request("GET", "/api/session", token: token)
                .expectProblem(401, "unauthorized")
        }
    }

    @Test func `A gateway knows every ended session, however many there are`() async throws {
        let store = MemoryStore()
        for _ in 0..<Revocation.pageMaximum { try await store.revoke(.random()) }
        let token = try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            try await gateway.disable("Ada", in: store)
            return token
        }
        try await RunningGateway.run(store: store) { gateway in
            let answer = try await gateway.http.request("GET", "/api/session", token: token)
            #expect(answer.status == 401)
        }
    }

    @Test func `A shorter lifetime of sessions brings no ended session back`() async throws {
        let clock = HandClock()
        let store = MemoryStore(clock: clock.wallClock)
        @Sendable func long(_ configuration: inout GatewayConfiguration) {
            configuration.clock = clock.wallClock
            configuration.sessionLifetime = .seconds(960 * 3600)
        }
        let tokens = try await RunningGateway.run(store: store, configure: long) { gateway in
            let tokens = [
                try await gateway.token(for: "Ada", in: store),
                try await gateway.token(for: "Grace", in: store),
            ]
            let out = try await gateway.http.request("DELETE", "/api/session", token: tokens[0])
            #expect(out.status == 204)
            try await gateway.disable("Grace", in: store)
            return tokens
        }
        clock.advance(by: .seconds(7200))
        // News makes a gateway forget what is too old.
        try await store.revoke(.random())
        func short(_ configuration: inout GatewayConfiguration) {
            configuration.clock = clock.wallClock
            configuration.sessionLifetime = .seconds(3600)
        }
        try await RunningGateway.run(store: store, configure: short) { gateway in
            for token in tokens {
                try await gateway.http.request("GET", "/api/session", token: token)
                    .expectProblem(401, "unauthorized")
            }
        }
    }

    @Test func `Without news from the store for too long no session is good`() async throws {
        let store = MemoryStore()
        try await RunningGateway.addAccount("Ada", to: store)
        let passwords = PasswordHasher(
            parameters: ScryptParameters(rounds: 2, blockSize: 8, parallelism: 1)
        )
        let configuration = GatewayConfiguration(node: "gateway-1", host: "127.0.0.1", port: 0)
        let sessions = Sessions(
            store,
            passwords,
            configuration,
            GatewayMetrics(NOOPMetricsHandler.instance)
        )
        let credentials = Credentials(email: "ada@example.com", password: RunningGateway.password)
        let token = try await sessions.logIn(credentials, from: .unknown).token
        let refusal = await #expect(throws: Rejection.self) {
            try await sessions.session(token: token, from: .unknown)
        }
        #expect(refusal?.code == .unavailable)
        _ = try await sessions.hear()
        #expect(try await sessions.session(token: token, from: .unknown)?.user.name == "Ada")
        await passwords.shutDown()
    }

    @Test func `Unknown API tokens of one address cost only so many reads of the store`()
        async throws
    {
        let store = MemoryStore()
        let accounts = WatchedAccounts(store)
        try await RunningGateway.run(store: store, accounts: accounts) { gateway in
            let session = try await gateway.token(for: "Ada", in: store)
            let good = try await gateway.apiToken(session: session).secret
            func status(of token: String) async throws -> Int {
                try await gateway.http.request("GET", "/api/session", token: token).status
            }
            #expect(try await status(of: good) == 200)
            var statuses: Set<Int> = []
            for _ in 0..<10 * TokenLookupThrottle.limit.burst where !statuses.contains(429) {
                statuses.insert(try await status(of: APITokenSecret().text))
            }
            #expect(statuses == [401, 429])
            #expect(try await status(of: good) == 200, "a token that is known is no guess")
            #expect(try await status(of: session) == 200)
        }
    }

    @Test func `The look-ups of an address are bounded, and those of others go on`() throws {
        let throttle = TokenLookupThrottle()
        let (one, other) = (ClientAddress(bits: 1 << 64), ClientAddress(bits: 2 << 64))
        let now = Timestamp(millisecondsSinceEpoch: 1000)
        let burst = TokenLookupThrottle.limit.burst
        for _ in 0..<burst { try throttle.admit(one, at: now) }
        #expect(throws: Rejection.self) { try throttle.admit(one, at: now) }
        // Another address of the same /64.
        #expect(throws: Rejection.self) {
            try throttle.admit(ClientAddress(bits: 1 << 64 | 7), at: now)
        }
        try throttle.admit(other, at: now)
        throttle.forgive(one)
        try throttle.admit(one, at: now)
        #expect(throws: Rejection.self) { try throttle.admit(one, at: now) }
        try throttle.admit(one, at: now.adding(TokenLookupThrottle.limit.interval))
    }
}
