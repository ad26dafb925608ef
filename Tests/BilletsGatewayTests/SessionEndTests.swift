import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@Suite("The end of a session")
struct SessionEndTests {
    private func status(of token: String, at gateway: RunningGateway) async throws -> Int {
        try await gateway.http.request("GET", "/api/session", token: token).status
    }

    private func connect(_ token: String, to gateway: RunningGateway) async throws -> BoardClient {
        try await BoardClient.connect(
            to: gateway.socketAddress,
            token: token,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    @Test(
        "Who logs out is out on every gateway: the token is dead, and its sockets close with 4401"
    )
    func logOut() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { first in
            try await RunningGateway.run(store: store, node: "gateway-2") { second in
                let token = try await first.token(for: "Ada", in: store)
                let other = try await first.token(for: "Ada", in: store)
                let here = try await connect(token, to: first)
                let there = try await connect(token, to: second)
                let bystander = try await connect(other, to: second)

                let out = try await first.http.request("DELETE", "/api/session", token: token)
                #expect(out.status == 204)
                #expect(out.headers["set-cookie"]?.contains("Max-Age=0") == true)
                #expect(try await status(of: token, at: first) == 401)

                for client in [here, there] {
                    try await client.wait("the goodbye") { $0.hasEnded }
                    #expect(client.observation.closeCode == 4401)
                }
                #expect(try await status(of: token, at: second) == 401)
                #expect(try await status(of: other, at: second) == 200)
                try await bystander.command(.createTicket(TicketDraft(title: "I am still here")))
                await #expect(throws: HandshakeRefused.self) {
                    _ = try await connect(token, to: second)
                }
            }
        }
    }

    @Test("Who is disabled is out: all their sockets close with 4401, those of others stay")
    func disabled() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let one = try await connect(token, to: gateway)
            let two = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await gateway.disable("Ada", in: store)
            for client in [one, two] {
                try await client.wait("the goodbye") { $0.hasEnded }
                #expect(client.observation.closeCode == 4401)
            }
            #expect(try await status(of: token, at: gateway) == 401)
            try await grace.command(.createTicket(TicketDraft(title: "I am still here")))
        }
    }

    @Test("A session that expires closes its sockets with 4401, and its token is dead")
    func expires() async throws {
        let store = MemoryStore()
        let clock = HandClock()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.clock = clock.wallClock
            configuration.sessionLifetime = .seconds(60)
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let client = try await connect(token, to: gateway)
            clock.advance(by: .seconds(59))
            #expect(try await status(of: token, at: gateway) == 200)
            try await client.command(.createTicket(TicketDraft(title: "I am still here")))
            clock.advance(by: .seconds(1))
            try await client.wait("the goodbye") { $0.hasEnded }
            #expect(client.observation.closeCode == 4401)
            #expect(try await status(of: token, at: gateway) == 401)
        }
    }

    @Test("Who cannot be logged out, since the store is away, is told so, and is still logged in")
    func storeAway() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            store.setUnavailable(true)
            let out = try await gateway.http.request("DELETE", "/api/session", token: token)
            #expect(out.status == 503)
            store.setUnavailable(false)
            #expect(try await status(of: token, at: gateway) == 200)
        }
    }
}
