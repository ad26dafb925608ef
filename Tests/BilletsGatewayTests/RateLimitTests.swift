import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@testable import BilletsGateway

@Suite("Rate limits of a running gateway")
struct RateLimitTests {
    private static func slow(_ configuration: inout GatewayConfiguration) {
        configuration.messageRate = MessageRate(burst: 5, perSecond: 1)
    }

    private static func slowAndImpatient(_ configuration: inout GatewayConfiguration) {
        slow(&configuration)
        configuration.sockets.excessSecondsMaximum = 2
        configuration.sockets.framesPerMessage = 1_000_000
    }

    private static func unlimited(_ configuration: inout GatewayConfiguration) {
        configuration.messageRate = nil
    }

    @Test("Who sends too fast is told so on every road, and nobody else notices")
    func tooFast() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.slow) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await grace.getTickets()
            var refused: [RejectionCode] = []
            for number in 1...20 where refused.isEmpty {
                let draft = TicketDraft(title: "Ticket \(number)")
                if let code = try await ada.command(.createTicket(draft)).code {
                    refused.append(code)
                }
            }
            #expect(refused == [.rateLimited])
            let token = try await gateway.token(for: "Ada", in: store)
            var statuses: [Int] = []
            for _ in 1...20 where statuses.last != 429 {
                let answer = try await gateway.http.request("GET", "/api/session", token: token)
                statuses.append(answer.status)
                if answer.status == 429 {
                    try answer.expectProblem(429, "rate_limited")
                    #expect(answer.headers["retry-after"] == "1")
                }
            }
            #expect(statuses.last == 429)
            let accepted = try await grace.command(.createTicket(TicketDraft(title: "Grace's")))
            #expect(accepted.code == nil)
        }
    }

    @Test("Who goes on sending too fast for long is sent away with 1008")
    func abuse() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(
            store: store,
            configure: Self.slowAndImpatient
        ) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            for _ in 0..<1_000_000 where ada.observation.closeCode == nil {
                _ = try? await ada.command(.lockTicket(.random()))
            }
            #expect(ada.observation.closeCode == 1008)
        }
    }

    @Test("Handshakes of sockets are limited for each user as requests are")
    func handshakes() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.slow) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let handshake = """
                GET /ws HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer \(token)\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r

                """
            // At the same time, since a second makes room for one more.
            let answers = try await withThrowingTaskGroup(of: RawAnswer.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await RawConnection.ask(handshake, port: gateway.port) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [101, 429])
            for answer in answers where answer.status == 429 {
                #expect(answer.body.contains(#""code":"rate_limited""#))
            }
            _ = try await gateway.client("Grace", in: store)
        }
    }

    @Test("Without a limit nobody is too fast")
    func noLimit() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.unlimited) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            for number in 1...700 {
                let draft = TicketDraft(title: "Ticket \(number)")
                let answer = try await ada.command(.createTicket(draft))
                #expect(answer.code == nil)
            }
        }
    }
}
