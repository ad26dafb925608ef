import Billets
import BilletsDrills
import BilletsLoad
import BilletsWire
import Glibc
import Testing

/// Gateways of a real cluster that are told to end, one of them at a time.
@Suite("A gateway of a cluster that stops", .serialized, .timeLimit(.minutes(5)))
struct DrainingTests {
    @Test(
        "A lock is kept when its holder goes to another gateway",
        arguments: ["shared", "remote"]
    )
    func locks(_ store: String) async throws {
        try await RunningCluster.with(gateways: 2, store: store) { cluster in
            let before = try await cluster.status
            let token = try await cluster.logIn("ada")
            let ada = try await cluster.client(token, onGateway: 0)
            let grace = try await cluster.client(try await cluster.logIn("grace"), onGateway: 1)
            try await ada.getTickets()
            try await grace.getTickets()
            let created = try await ada.command(.createTicket(TicketDraft(title: "Mine")))
            let ticket = try #require(created.ticket)
            try await ada.command(.lockTicket(ticket.id))

            kill(before.gateways[0].member.pid, SIGTERM)
            try await ada.wait("Draining") { $0.drainingReconnectAfter != nil || $0.hasEnded }
            let board = ada.observation.board
            let again = try await cluster.client(token, onGateway: 1, board: board)
            try await again.getTickets(since: board?.cursor)
            try await ada.socket.close()
            try await cluster.waitForStatus {
                $0.gateways[0].member.pid != before.gateways[0].member.pid
            }
            let edit = TicketEdit(title: "Still mine")
            let theirs = try await grace.command(.updateTicket(ticket.id, version: 1, edit))
            #expect(theirs.code == .locked)
            let mine = try await again.command(.updateTicket(ticket.id, version: 1, edit))
            let last = try #require(mine.revision)
            try await grace.wait("the update") { $0.cursor?.revision == last }
            let holder = grace.observation.board?.tickets[ticket.id]?.lock?.holder
            #expect(holder == again.observation.welcome?.user)
            #expect(grace.observation.events.map(\.revision.number).last == last.number)
            #expect(grace.observation.discrepancies == [])
            #expect(again.observation.discrepancies == [])
        }
    }

    @Test("A second signal ends a gateway at once, with a goodbye to whoever is still there")
    func secondSignal() async throws {
        // Whoever waits for this drain waits in vain.
        let environment = ["LES_BILLETS_DRAIN_SECONDS": "3600"]
        try await RunningCluster.with(gateways: 1, environment: environment) { cluster in
            let pid = try await cluster.status.gateways[0].member.pid
            let ada = try await cluster.client(try await cluster.logIn("ada"), onGateway: 0)
            kill(pid, SIGTERM)
            try await ada.wait("Draining") { $0.drainingReconnectAfter != nil || $0.hasEnded }
            #expect(ada.observation.drainingReconnectAfter == .seconds(1800))
            kill(pid, SIGTERM)
            try await ada.wait("the goodbye") { $0.hasEnded }
            #expect(ada.observation.closeCode == 1012)
            try await cluster.waitForStatus { $0.gateways[0].member.pid != pid }
            #expect(cluster.said.contains("gateway-1 ended with status 0"), "\(cluster.said)")
        }
    }

    @Test("With Redis away clients are sent to gateways that live, but to none that stops")
    func balancer() async throws {
        let environment = ["LES_BILLETS_DRAIN_SECONDS": "3600"]
        try await RunningCluster.with(gateways: 2, environment: environment) { cluster in
            let status = try await cluster.status
            let token = try await cluster.logIn("ada")
            let ada = try await cluster.client(token, onGateway: 0)
            kill(status.redis.pid, SIGSTOP)
            // Through the balancer this is what a gateway says of itself, which is not ready.
            let http = SessionClient(url: status.url)
            var body = ""
            for _ in 0..<1200 {
                body = try await http.request("GET", "/readyz").body
                if body.contains(#""ready":false"#) { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(body.contains(#""ready":false"#))
            kill(status.gateways[0].member.pid, SIGTERM)
            try await ada.wait("Draining") { $0.drainingReconnectAfter != nil || $0.hasEnded }
            for _ in 0..<5 {
                let client = try await cluster.client(token, onGateway: nil)
                #expect(client.observation.welcome?.node == "gateway-2")
                try await client.socket.close()
            }
            #expect(!ada.observation.hasEnded)
            kill(status.redis.pid, SIGCONT)
            try await ada.socket.close()
            try await cluster.waitForStatus {
                $0.gateways[0].member.pid != status.gateways[0].member.pid
            }
        }
    }
}
