import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@testable import BilletsGateway

/// Keys, API tokens and throttling over two gateways that share a store.
@Suite("Keys and tokens of running gateways")
struct SessionKeyTests {
    private func key(_ id: String) -> SessionKey {
        SessionKey(
            id: id,
            secret: [UInt8](repeating: 7, count: 32),
            createdAt: WallClock.system.now()
        )
    }

    private func status(of token: String, at gateway: RunningGateway) async throws -> Int {
        try await gateway.http.request("GET", "/api/session", token: token).status
    }

    @Test("A new key logs nobody out; a removed one ends its sessions on every gateway")
    func rotation() async throws {
        let store = MemoryStore()
        @Sendable func patient(_ configuration: inout GatewayConfiguration) {
            configuration.logIns = .none
        }
        try await RunningGateway.run(store: store, configure: patient) { here in
            try await RunningGateway.run(store: store, node: "gateway-2") { there in
                let old = try await here.token(for: "Ada", in: store)
                try await store.add(key("second"))
                #expect(try await status(of: old, at: there) == 200)
                var new = try await here.token(for: "Grace", in: store)
                // The gateway hears of the key soon: there is no signal for it.
                for _ in 0..<1000 where try header(of: new).contains("second") == false {
                    new = try await here.token(for: "Grace", in: store)
                }
                #expect(try await status(of: new, at: there) == 200)

                let socket = try await BoardClient.connect(
                    to: there.socketAddress,
                    token: old,
                    on: MultiThreadedEventLoopGroup.singleton
                )
                try await store.removeSessionKey("1")
                try await socket.wait("the goodbye") { $0.hasEnded }
                #expect(socket.observation.closeCode == 4401)
                #expect(try await status(of: old, at: there) == 401)
                #expect(try await status(of: new, at: there) == 200)
            }
        }
    }

    private func header(of token: String) throws -> String {
        let text = token.prefix { $0 != "." }
        let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
        return try #require(Base64.text(String(padded)))
    }

    @Test("A token that names another key, or another algorithm, is worth nothing")
    func forged() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let parts = token.split(separator: ".").map(String.init)
            for header in [
                #"{"alg":"none","kid":"1"}"#, #"{"alg":"HS256","kid":"2"}"#,
                #"{"alg":"HS512","kid":"1"}"#, #"{"alg":"RS256","kid":"1"}"#, #"{"alg":"HS256"}"#,
                #"{"alg":"HS256","kid":"../1"}"#, #"{"kid":1}"#, "{}", "",
            ] {
                let forged = "\(Base64.word(header)).\(parts[1]).\(parts[2])"
                #expect(try await status(of: forged, at: gateway) == 401, "\(header)")
            }
            let huge = token + String(repeating: "A", count: SessionKeyRing.tokenBytesMaximum)
            #expect(try await status(of: huge, at: gateway) == 401)
        }
    }

    @Test("A socket of an API token closes when the token is removed, on whichever gateway it is")
    func tokenSockets() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { here in
            try await RunningGateway.run(store: store, node: "gateway-2") { there in
                let session = try await here.token(for: "Ada", in: store)
                let made = try await here.apiToken(session: session)
                let socket = try await BoardClient.connect(
                    to: there.socketAddress,
                    token: made.secret,
                    on: MultiThreadedEventLoopGroup.singleton
                )
                let draft = TicketDraft(title: "By a script")
                #expect(try await socket.command(.createTicket(draft)).code == nil)
                let path = "/api/tokens/\(made.id)"
                let removed = try await here.http.request("DELETE", path, token: session)
                #expect(removed.status == 204)
                try await socket.wait("the goodbye") { $0.hasEnded }
                #expect(socket.observation.closeCode == 4401)
                store.setUnavailable(true)
                let unknown = "lesbillets_" + String(repeating: "A", count: 43)
                let away = try await status(of: unknown, at: there)
                store.setUnavailable(false)
                #expect(away == 503, "while the store is away nobody knows")
            }
        }
    }

    @Test("A socket of an API token that only reads sees everything, and its commands are refused")
    func readingSockets() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let session = try await gateway.token(for: "Ada", in: store)
            func connect(_ scopes: String) async throws -> BoardClient {
                let body = #"{"name":"script","scopes":\#(scopes)}"#
                return try await BoardClient.connect(
                    to: gateway.socketAddress,
                    token: try await gateway.apiToken(body, session: session).secret,
                    on: MultiThreadedEventLoopGroup.singleton
                )
            }
            let reader = try await connect(#"["read"]"#)
            let draft = TicketDraft(title: "By a script")
            #expect(try await reader.command(.createTicket(draft)).code == .forbidden)
            let writer = try await connect(#"["read","write"]"#)
            #expect(try await writer.command(.createTicket(draft)).code == nil)
            let refused = await #expect(throws: HandshakeRefused.self) {
                _ = try await connect(#"["write"]"#)
            }
            #expect(refused?.status == 403)
        }
    }

    @Test("Wrong passwords are counted over all gateways, and who gets in is forgiven")
    func throttling() async throws {
        let store = MemoryStore()
        @Sendable func strict(_ configuration: inout GatewayConfiguration) {
            configuration.logIns.accountAtAddress = Throttle(burst: 3, interval: .seconds(3600))
        }
        try await RunningGateway.run(store: store, configure: strict) { here in
            try await RunningGateway.run(store: store, node: "two", configure: strict) { there in
                _ = try await here.token(for: "Ada", in: store)
                func tryIn(_ password: String, _ gateway: RunningGateway) async throws
                    -> SessionClient.Answer
                {
                    let body = #"{"email":"Ada@example.com","password":"\#(password)"}"#
                    return try await gateway.http.request("POST", "/api/session", body: body)
                }
                for gateway in [here, there] {
                    try await tryIn("wrong", gateway).expectProblem(401, "unauthorized")
                }
                #expect(try await tryIn(RunningGateway.password, there).status == 200)
                for gateway in [here, there, here] {
                    try await tryIn("wrong", gateway).expectProblem(401, "unauthorized")
                }
                for gateway in [here, there] {
                    let refused = try await tryIn(RunningGateway.password, gateway)
                    try refused.expectProblem(429, "rate_limited")
                    #expect(refused.headers["retry-after"].flatMap { Int($0) } ?? 0 > 3000)
                }
                let other = #"{"email":"nobody@example.com","password":"wrong"}"#
                let unknown = try await here.http.request("POST", "/api/session", body: other)
                try unknown.expectProblem(401, "unauthorized")
            }
        }
    }

    @Test("Where registration is on, anybody makes an agent's account, but not too many")
    func registration() async throws {
        let store = MemoryStore()
        @Sendable func open(_ configuration: inout GatewayConfiguration) {
            configuration.allowsRegistration = true
            configuration.logIns.registration = Throttle(burst: 2, interval: .seconds(3600))
        }
        try await RunningGateway.run(store: store, configure: open) { gateway in
            func register(_ name: String) async throws -> SessionClient.Answer {
                let body =
                    #"{"email":"\#(name)@example.com","name":"\#(name)","password":"password 1","role":"admin"}"#
                return try await gateway.http.request("POST", "/api/registration", body: body)
            }
            let state = try await gateway.http.request("GET", "/api/registration")
            #expect(try state.json().flag("open"))
            let first = try await register("Joan")
            #expect(first.status == 201)
            #expect(try first.json().object("user").text("role") == "agent")
            #expect(first.headers["set-cookie"]?.contains("HttpOnly") == true)
            try await register("Joan").expectProblem(409, "conflict")
            try await register("Jean").expectProblem(429, "rate_limited")
        }
    }

    @Test("A password that was hashed at another cost is hashed anew when its owner logs in")
    func rehash() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            let before = try await store.account(email: "ada@example.com")?.passwordHash
            try await RunningGateway.run(
                store: store,
                node: "dearer",
                configure: Self.dearer
            ) { dearer in
                _ = try await dearer.token(for: "Ada", in: store)
                let after = try await store.account(email: "ada@example.com")?.passwordHash
                #expect(after != before && after?.hasPrefix("scrypt$n=4,") == true)
                _ = try await dearer.token(for: "Ada", in: store)
            }
        }
    }

    private static func dearer(_ configuration: inout GatewayConfiguration) {
        configuration.passwordCost = ScryptParameters(rounds: 4, blockSize: 8, parallelism: 1)
    }
}
