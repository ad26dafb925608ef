import Billets
import BilletsContracts
import BilletsDrills
import BilletsLoad
import BilletsWire
import Testing

/// The HTTP API and the sessions of a real cluster, in both store modes.
@Suite("API of a cluster", .serialized)
struct ClusterAPITests {
    @Test("The HTTP API keeps its contract over every gateway", arguments: ["shared", "remote"])
    func contract(_ store: String) async throws {
        try await RunningCluster.with(store: store) { cluster in
            let server = try await HTTPUnderTest(
                url: try await cluster.status.url,
                emails: ["ada@example.com", "grace@example.com", "linus@example.com"],
                password: RunningCluster.password
            )
            try await withThrowingTaskGroup { group in
                for check in HTTPContract.all { group.addTask { try await check.run(server) } }
                try await group.waitForAll()
            }
        }
    }

    @Test(
        "A new key logs nobody out, and a removed one closes the sockets of its sessions everywhere"
    )
    func keys() async throws {
        try await RunningCluster.with { cluster in
            let old = try await cluster.logIn("ada")
            var sockets: [BoardClient] = []
            for index in 0..<3 { sockets.append(try await cluster.client(old, onGateway: index)) }

            let listed = try await cluster.program("key", "list")
            let oldKey = try #require(listed.split(separator: "\t").first.map(String.init))
            let added = try await cluster.program("key", "rotate")
            let newKey = try #require(added.split(separator: " ").last.map(String.init))

            // Whichever gateway has not heard of the key asks for it when the first such token comes.
            let new = try await cluster.logInSigned(by: newKey, as: "grace")
            for index in 0..<3 {
                #expect(try await cluster.client(new, onGateway: index).observation.welcome != nil)
                #expect(try await cluster.client(old, onGateway: index).observation.welcome != nil)
            }
            let ticket = try await sockets[0].command(.createTicket(TicketDraft(title: "Still in")))
            #expect(ticket.code == nil)

            _ = try await cluster.program("key", "remove", oldKey)
            for socket in sockets {
                try await socket.wait("the goodbye") { $0.hasEnded }
                #expect(socket.observation.closeCode == 4401)
            }
            let grace = try await cluster.client(new, onGateway: 1)
            #expect(try await grace.command(.createTicket(TicketDraft(title: "In"))).code == nil)
        }
    }
}
