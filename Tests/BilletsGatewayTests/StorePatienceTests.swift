import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

@Suite("A store that hangs")
struct StorePatienceTests {
    private let memory = MemoryStore()

    private func run(
        _ store: HeldStore,
        configure: (inout StorePatience) -> Void,
        _ body: (RunningGateway) async throws -> Void
    ) async throws {
        try await RunningGateway.run(
            store: memory,
            tickets: store,
            configure: { configure(&$0.patience) },
            body
        )
    }

    @Test("A command is unavailable when its deadline has passed; carried out late, it is spread")
    func commandDeadline() async throws {
        let store = HeldStore(memory)
        func configure(_ patience: inout StorePatience) { patience.command = .milliseconds(200) }
        try await run(store, configure: configure) { gateway in
            let ada = try await gateway.client("Ada", in: memory)
            let grace = try await gateway.client("Grace", in: memory)
            try await grace.getTickets()
            store.hold()
            let requestID = RequestID.random()
            let message = ClientMessage.createTicket(TicketDraft(title: "One"))
            let late = try await ada.command(message, requestID: requestID)
            #expect(late.code == .unavailable)
            store.release()
            // It was carried out after all: everybody sees it, and it is done once.
            try await grace.wait("the event") { $0.events.count == 1 }
            // On a busy machine the deadline of this test may pass once more: sent again, it is always safe.
            var again = late
            for _ in 0..<100 where again.code == .unavailable {
                again = try await ada.command(message, requestID: requestID)
            }
            #expect(again.revision == Revision(1))
            #expect(try await memory.snapshot().tickets.count == 1)
        }
    }

    @Test("When as many commands wait as may, one more is unavailable at once")
    func commandsFull() async throws {
        let store = HeldStore(memory)
        func configure(_ patience: inout StorePatience) {
            patience.commandsMaximum = 2
            patience.command = .seconds(60)
        }
        try await run(store, configure: configure) { gateway in
            let ada = try await gateway.client("Ada", in: memory)
            store.hold()
            let requests = [RequestID.random(), RequestID.random()]
            for requestID in requests {
                let message = ClientMessage.createTicket(TicketDraft(title: "Waits"))
                try ada.send(message, requestID: requestID)
            }
            await store.received(2)
            let third = try await ada.command(.createTicket(TicketDraft(title: "One more")))
            #expect(third.code == .unavailable)
            store.release()
            for requestID in requests {
                try await ada.wait("the answer") { $0.answers[requestID]?.revision != nil }
            }
        }
    }

    @Test("Reading over HTTP is 503 with Retry-After, readiness says why, and all is well again")
    func reads() async throws {
        let store = HeldStore(memory)
        func configure(_ patience: inout StorePatience) { patience.question = .milliseconds(200) }
        try await run(store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: memory)
            let ada = try await gateway.client("Ada", in: memory)
            try await ada.getTickets()
            store.hold()
            for path in [
                "/api/tickets", "/api/events?after=0", "/api/tickets/\(TicketID.random())",
            ] {
                let answer = try await gateway.http.request("GET", path, token: token)
                #expect(answer.status == 503, "\(path)")
                #expect(answer.headers["retry-after"] != nil, "\(path)")
                #expect(answer.body.contains(#""code":"unavailable""#), "\(path)")
            }
            try await gateway.waitForReadiness { $0.contains("has not answered in time") }
            store.release()
            try await gateway.waitForReadiness { $0.contains(#""ready":true"#) }
            let answer = try await gateway.http.request("GET", "/api/tickets", token: token)
            #expect(answer.status == 200)
            let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
            let revision = try #require(created.revision)
            try await ada.wait("the event") { $0.cursor?.revision == revision }
        }
    }

    @Test("When as many questions wait as may, one more is refused at once, whoever gave them up")
    func questionsFull() async throws {
        let store = HeldStore(memory)
        func configure(_ patience: inout StorePatience) {
            patience.questionsMaximum = 8
            patience.question = .milliseconds(50)
        }
        try await run(store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: memory)
            store.hold()
            var bodies: [String] = []
            for _ in 0..<20 {
                let answer = try await gateway.http.request("GET", "/api/tickets", token: token)
                #expect(answer.status == 503)
                bodies.append(answer.body)
            }
            #expect(bodies.contains { $0.contains("Too much waits") })
            store.release()
            try await gateway.waitForReadiness { $0.contains(#""ready":true"#) }
            #expect(
                try await gateway.http.request("GET", "/api/tickets", token: token).status == 200
            )
        }
    }
}
