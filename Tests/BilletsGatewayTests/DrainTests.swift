import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

/// No test waits for a drain to pass: it is much longer than a test, and ends with the last client, or in haste.
@Suite("A gateway that stops")
struct DrainTests {
    private let store = MemoryStore()

    private func run(
        _ held: HeldStore? = nil,
        notice: Duration = .zero,
        drain: Duration = .seconds(600),
        _ body: (RunningGateway) async throws -> Void
    ) async throws {
        try await RunningGateway.run(
            store: store,
            tickets: held,
            configure: {
                $0.draining.notice = notice
                $0.draining.drain = drain
                $0.patience.command = .seconds(60)
                $0.sockets.leaveSecondsMaximum = 60
            },
            body
        )
    }

    @Test("Readiness says so first, while whoever comes is served as ever; in haste it goes on")
    func notice() async throws {
        try await run(notice: .seconds(600)) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            await gateway.shutDown()
            try await gateway.waitForReadiness { $0.contains(#""draining":true"#) }
            let answer = try await gateway.http.request("GET", "/readyz")
            #expect(answer.status == 503)
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
            let grace = try await gateway.client("Grace", in: store)
            try await grace.getTickets()
            try await ada.command(.createTicket(TicketDraft(title: "One")))
            try await grace.wait("the event") { $0.events.count == 1 }
            #expect(grace.observation.drainingReconnectAfter == nil)
            gateway.haste.want()
            for client in [ada, grace] {
                try await client.wait("the end") { $0.hasEnded }
                #expect(client.observation.drainingReconnectAfter != nil)
                #expect(client.observation.closeCode == 1012)
            }
        }
    }

    @Test("Clients are asked to go, and served with events and commands until they do")
    func served() async throws {
        try await run { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            let token = try await gateway.token(for: "Linus", in: store)
            try await ada.getTickets()
            try await grace.getTickets()
            await gateway.shutDown()
            for client in [ada, grace] {
                try await client.wait("Draining") { $0.drainingReconnectAfter != nil }
                #expect(client.observation.drainingReconnectAfter == .seconds(300))
            }
            let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
            let revision = try #require(created.revision)
            for client in [ada, grace] {
                try await client.wait("the event") { $0.cursor?.revision == revision }
            }
            let read = try await gateway.http.request("GET", "/api/tickets", token: token)
            #expect(read.status == 200)
            let refusal = await #expect(throws: HandshakeRefused.self) {
                _ = try await BoardClient.connect(
                    to: gateway.socketAddress,
                    token: token,
                    on: MultiThreadedEventLoopGroup.singleton
                )
            }
            #expect(refusal?.status == 503)
            #expect(!ada.observation.hasEnded && !grace.observation.hasEnded)
            // It ends with the last of them.
            try await ada.socket.close()
            try await grace.socket.close()
        }
    }

    @Test("Whoever does not go is sent away, with 1012")
    func sentAway() async throws {
        try await run(drain: .milliseconds(300)) { gateway in
            var clients: [BoardClient] = []
            for name in ["Ada", "Grace", "Linus"] {
                clients.append(try await gateway.client(name, in: store))
            }
            await gateway.shutDown()
            for client in clients {
                try await client.wait("the end") { $0.hasEnded }
                #expect(client.observation.drainingReconnectAfter == .milliseconds(150))
                #expect(client.observation.closeCode == 1012)
            }
        }
    }

    @Test("Commands that are under way are answered before the goodbye, and no new one is taken")
    func answers() async throws {
        let held = HeldStore(store)
        try await run(held, drain: .zero) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            held.hold()
            let first = RequestID.random()
            try ada.send(.createTicket(TicketDraft(title: "One")), requestID: first)
            await held.received(1)
            await gateway.shutDown()
            try await ada.wait("Draining") { $0.drainingReconnectAfter != nil }
            // Until it is sent away it may go on; then it is told to go elsewhere.
            var code: RejectionCode?
            for _ in 0..<500 where code == nil {
                let requestID = RequestID.random()
                try ada.send(.createTicket(TicketDraft(title: "More")), requestID: requestID)
                // Those that the store took are not answered either.
                try? await ada.wait("any answer", patience: .milliseconds(50)) {
                    $0.answers[requestID] != nil
                }
                code = ada.observation.answers[requestID]?.code
            }
            #expect(code == .unavailable)
            #expect(!ada.observation.hasEnded)
            held.release()
            try await ada.wait("the end") { $0.hasEnded }
            #expect(ada.observation.answers[first]?.revision == Revision(1))
            #expect(ada.observation.closeCode == 1012)
        }
    }

    @Test("The store is told at once who has gone")
    func presence() async throws {
        let leases = LeasePolicy(disconnectGrace: .milliseconds(1))
        let store = MemoryStore(leases: leases)
        try await RunningGateway.run(store: store, node: "stays") { stays in
            let grace = try await stays.client("Grace", in: store)
            try await grace.getTickets()
            var ticketID: TicketID?
            try await RunningGateway.run(store: store, node: "stops") { stops in
                let ada = try await stops.client("Ada", in: store)
                let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
                let ticket = try #require(created.ticket)
                try await ada.command(.lockTicket(ticket.id))
                ticketID = ticket.id
            }
            let end = TicketChange.unlocked(try #require(ticketID), .disconnected)
            try await grace.wait("the unlocking") { $0.events.last?.change == end }
        }
    }

    @Test("Who follows the events over HTTP is served until the end, which is a clean one")
    func followers() async throws {
        try await run { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let stream = try await RawConnection.open(
                port: gateway.port,
                saying: """
                    GET /api/events?after=0 HTTP/1.1\r
                    Host: a\r
                    Accept: text/event-stream\r
                    Authorization: Bearer \(token)\r
                    \r

                    """
            )
            try await stream.wait(for: "retry: ")
            let grace = try await gateway.client("Grace", in: store)
            await gateway.shutDown()
            try await grace.wait("Draining") { $0.drainingReconnectAfter != nil }
            try await grace.command(.createTicket(TicketDraft(title: "One")))
            try await stream.wait(for: ":1\ndata: ")
            gateway.haste.want()
            // The last chunk, which says that nothing is missing.
            #expect(await stream.rest().hasSuffix("0\r\n\r\n"))
        }
    }
}
