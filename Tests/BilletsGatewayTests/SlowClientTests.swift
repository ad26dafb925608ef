import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

@Suite("Slow clients")
struct SlowClientTests {
    @Test("A client that does not read is sent away with 4408, and nobody else waits for it")
    func slowConsumer() async throws {
        let store = MemoryStore()
        func tighten(_ configuration: inout GatewayConfiguration) {
            configuration.sockets.unsentBytesMaximum = 128 * 1024
        }
        try await RunningGateway.run(store: store, configure: tighten) { gateway in
            let slow = try await gateway.client("Ada", in: store)
            let quick = try await gateway.client("Grace", in: store)
            try await slow.getTickets()
            try await quick.getTickets()
            try slow.socket.setReading(false)
            let text = String(repeating: "x", count: 16_000)
            // More than the buffers of both ends hold together: the gateway must notice.
            for number in 1...1000 {
                let draft = TicketDraft(title: "\(number)", description: text)
                try await quick.command(.createTicket(draft))
            }
            try await quick.wait("all events") { $0.events.count == 1000 }
            #expect(quick.observation.discrepancies == [])
            try slow.socket.setReading(true)
            try await slow.wait("the end") { $0.hasEnded }
            #expect(slow.observation.events.count < 1000)
            let seen = try #require(slow.observation.cursor)
            let again = try await gateway.client("Ada", in: store)
            try await again.getTickets(since: seen)
            try await again.wait("the rest") { $0.cursor?.revision.number == 1000 }
            #expect(again.observation.discrepancies == [])
        }
    }

    @Test(
        "A client that does not read for a while gets everything once, in order, when it goes on"
    )
    func pauses() async throws {
        let store = MemoryStore()
        func loosen(_ configuration: inout GatewayConfiguration) {
            configuration.sockets.unsentBytesMaximum = 64 * 1024 * 1024
        }
        try await RunningGateway.run(store: store, configure: loosen) { gateway in
            let slow = try await gateway.client("Ada", in: store)
            let quick = try await gateway.client("Grace", in: store)
            try await slow.getTickets()
            try await quick.getTickets()
            // A control character takes six bytes of JSON.
            let text = String(repeating: "\u{1}", count: 10_000)
            for pause in 1...2 {
                try slow.socket.setReading(false)
                // More than the buffers of both ends hold together.
                for number in 1...200 {
                    let draft = TicketDraft(title: "\(number)", description: text)
                    try await quick.command(.createTicket(draft))
                }
                let events = 201 * pause - 1
                try await quick.wait("all events") { $0.events.count == events }
                #expect(slow.observation.events.count < events)
                try slow.socket.setReading(true)
                try await slow.wait("all events") { $0.events.count == events }
                // And on it goes, live.
                try await slow.command(.createTicket(TicketDraft(title: "Thanks")))
            }
            let last = Int64(201 * 2)
            for client in [slow, quick] {
                try await client.wait("the last event") { $0.cursor?.revision.number == last }
                #expect(client.observation.discrepancies == [])
            }
        }
    }
}
