import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@Suite("Gateway")
struct GatewayTests {
    @Test("What one agent does, the other sees: create, lock, update, unlock, in order, once")
    func everybodySeesEverything() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await ada.getTickets()
            try await grace.getTickets()

            let created = try await ada.command(.createTicket(TicketDraft(title: " Hoover ")))
            let ticket = try #require(created.ticket)
            try await ada.command(.lockTicket(ticket.id))
            let edit = TicketEdit(status: .closed)
            try await ada.command(.updateTicket(ticket.id, version: 1, edit))
            let unlocked = try await ada.command(.unlockTicket(ticket.id))
            let last = try #require(unlocked.revision)

            for client in [ada, grace] {
                try await client.wait("all four events") { $0.cursor?.revision == last }
                let seen = client.observation
                #expect(seen.discrepancies == [])
                #expect(seen.events.map(\.revision.number) == [1, 2, 3, 4])
                #expect(seen.board?.tickets[ticket.id]?.status == .closed)
                #expect(seen.board?.tickets[ticket.id]?.lock == nil)
            }
            #expect(ticket.title == "Hoover")
        }
    }

    @Test(
        "A socket is greeted with its user and the gateway's name, and hears nothing before it asks"
    )
    func silentUntilAsked() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, node: "gateway-7") { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            let welcome = try #require(ada.observation.welcome)
            #expect(welcome.node == "gateway-7")
            #expect(welcome.user.name == "Ada")
            #expect(welcome.leaseDuration == .seconds(120))
            let cursor = welcome.cursor

            try await grace.getTickets()
            try await grace.command(.createTicket(TicketDraft(title: "One")))
            try await grace.wait("its own event") { $0.events.count == 1 }
            #expect(ada.observation.events == [])

            try await ada.getTickets(since: cursor)
            try await ada.wait("what it missed") { $0.events.count == 1 }
            #expect(ada.observation.missed == 1)
            #expect(ada.observation.discrepancies == [])
        }
    }

    @Test(
        "Twenty thousand tickets come in many frames, exact at their revision, while others change"
    )
    func largeBoard() async throws {
        let store = MemoryStore()
        let robot = User(id: .random(), name: "Robot")
        for number in 1...20_000 {
            let draft = TicketDraft(title: "Ticket \(number)", description: "It is loud.")
            store.submit(
                CommandRequest(user: robot, requestID: nil, command: .create(draft))
            ) { _ in }
        }
        try await RunningGateway.run(store: store) { gateway in
            let grace = try await gateway.client("Grace", in: store)
            let ada = try await gateway.client("Ada", in: store)
            try await grace.getTickets()
            try ada.send(.getTickets(since: nil))
            for number in 1...50 {
                try await grace.command(.createTicket(TicketDraft(title: "More \(number)")))
            }
            for client in [ada, grace] {
                try await client.wait("the whole board") {
                    $0.isComplete && $0.cursor?.revision.number == 20_050
                }
                #expect(client.observation.snapshotFrames > 1)
                #expect(client.observation.discrepancies == [])
            }
            #expect(ada.observation.board == grace.observation.board)
        }
    }

    @Test("Two gateways race for one lock: one wins, the other is told who holds it")
    func locksExclude() async throws {
        let store = MemoryStore()
        let bus = MemoryEventBus()
        try await RunningGateway.run(store: store, bus: bus) { first in
            try await RunningGateway.run(store: store, bus: bus, node: "gateway-2") { second in
                let ada = try await first.client("Ada", in: store)
                let grace = try await second.client("Grace", in: store)
                let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
                let ticket = try #require(created.ticket)
                async let one = ada.command(.lockTicket(ticket.id))
                async let other = grace.command(.lockTicket(ticket.id))
                let answers = try await [one, other]
                #expect(answers.compactMap(\.revision).count == 1)
                #expect(answers.compactMap(\.code) == [.locked])
                let edit = TicketEdit(title: "Mine")
                let loser = answers[0].revision == nil ? ada : grace
                let answer = try await loser.command(.updateTicket(ticket.id, version: 1, edit))
                #expect(answer.code == .locked)
            }
        }
    }

    @Test("A command sent twice, to two gateways, is done once and answered alike")
    func idempotent() async throws {
        let store = MemoryStore()
        let bus = MemoryEventBus()
        try await RunningGateway.run(store: store, bus: bus) { first in
            try await RunningGateway.run(store: store, bus: bus, node: "gateway-2") { second in
                let here = try await first.client("Ada", in: store)
                let there = try await second.client("Ada", in: store)
                let message = ClientMessage.createTicket(TicketDraft(title: "Once"))
                let requestID = RequestID.random()
                let one = try await here.command(message, requestID: requestID)
                let other = try await there.command(message, requestID: requestID)
                #expect(one == other)
                #expect(try await store.snapshot().tickets.count == 1)
            }
        }
    }

    @Test("A lock ends when its holder's last socket on any gateway has been gone for a while")
    func abandonedLocksEnd() async throws {
        let store = MemoryStore(leases: LeasePolicy(disconnectGrace: .milliseconds(100)))
        let bus = MemoryEventBus()
        try await RunningGateway.run(store: store, bus: bus) { first in
            try await RunningGateway.run(store: store, bus: bus, node: "gateway-2") { second in
                let ada = try await first.client("Ada", in: store)
                let here = try await first.client("Linus", in: store)
                let there = try await second.client("Linus", in: store)
                try await ada.getTickets()
                let created = try await here.command(.createTicket(TicketDraft(title: "One")))
                let ticket = try #require(created.ticket)
                try await here.command(.lockTicket(ticket.id))
                try here.socket.drop()
                try await here.wait("its end") { $0.hasEnded }
                // He is still on the other gateway: only when he leaves that one does the lock end.
                let edit = TicketEdit(title: "Still mine")
                let answer = try await there.command(.updateTicket(ticket.id, version: 1, edit))
                let updated = try #require(answer.revision)
                try there.socket.drop()
                let end = TicketChange.unlocked(ticket.id, .disconnected)
                try await ada.wait("the unlocking") { $0.events.last?.change == end }
                #expect(ada.observation.events.last?.revision == updated.next)
                #expect(ada.observation.events.last?.by == nil)
                #expect(ada.observation.discrepancies == [])
            }
        }
    }

    @Test("A lock that is not renewed runs out, and everybody is told")
    func locksRunOut() async throws {
        let store = MemoryStore(leases: LeasePolicy(leaseDuration: .milliseconds(300)))
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await grace.getTickets()
            let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
            let ticket = try #require(created.ticket)
            try await ada.command(.lockTicket(ticket.id))
            let end = TicketChange.unlocked(ticket.id, .expired)
            try await grace.wait("the unlocking") { $0.events.last?.change == end }
            #expect(grace.observation.board?.tickets[ticket.id]?.lock == nil)
        }
    }

    @Test("A gateway that stops says so, closes its sockets with 1012, and ends")
    func drains() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            try await ada.getTickets()
            await gateway.shutDown()
            try await ada.wait("the end") { $0.hasEnded }
            #expect(ada.observation.drainingReconnectAfter != nil)
            #expect(ada.observation.closeCode == 1012)
        }
    }

    @Test("A store that is away rejects commands as unavailable, and all goes on when it is back")
    func storeAway() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            try await ada.getTickets()
            store.setUnavailable(true)
            let away = try await ada.command(.createTicket(TicketDraft(title: "One")))
            #expect(away.code == .unavailable)
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
            store.setUnavailable(false)
            let back = try await ada.command(.createTicket(TicketDraft(title: "One")))
            let revision = try #require(back.revision)
            try await ada.wait("the event") { $0.cursor?.revision == revision }
        }
    }
}
