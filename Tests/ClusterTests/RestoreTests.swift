import Billets
import BilletsDrills
import BilletsLoad
import BilletsWire
import Foundation
import Subprocess
import Testing

/// A backup of a running cluster, and its restore under the feet of all clients.
@Suite("Restore", .serialized, .timeLimit(.minutes(5)))
struct RestoreTests {
    @Test(
        "Clients take what was restored by themselves, and everybody goes on",
        arguments: ["shared", "remote"]
    )
    func restore(_ store: String) async throws {
        try await RunningCluster.with(store: store) { cluster in
            let names = ["ada", "grace", "linus"]
            var tokens: [String] = []
            for name in names { tokens.append(try await cluster.logIn(name)) }
            var clients: [BoardClient] = []
            for (index, token) in tokens.enumerated() {
                clients.append(try await cluster.client(token, onGateway: index))
            }
            for client in clients { try await client.getTickets() }
            let kept = try await clients[0].command(.createTicket(TicketDraft(title: "Kept")))
            let keptID = try #require(kept.ticket?.id)
            let copy = cluster.folder + "/copy.db"
            let said = try await run("backup", copy, on: cluster)
            #expect(said.contains("wrote \(copy)"))
            let lost = try await clients[1].command(.createTicket(TicketDraft(title: "Lost")))
            let lostRevision = try #require(lost.revision)
            for client in clients {
                try await client.wait("what will be lost") { $0.cursor?.revision == lostRevision }
            }

            let restored = try await run("restore", copy, on: cluster)
            let epoch = try #require(restored.firstMatch(of: /the epoch ([0-9a-f-]{36})/)?.1)
            for (index, token) in tokens.enumerated() {
                let old = clients[index]
                try await old.wait("the goodbye") { $0.hasEnded }
                #expect(old.observation.closeCode == 1012)
                #expect(old.observation.discrepancies == [])
                // As clients do: back with what they have, in the same session.
                let board = try #require(old.observation.board)
                let client = try await cluster.client(token, onGateway: index, board: board)
                try await client.getTickets(since: board.cursor)
                let fresh = try #require(client.observation.board)
                #expect("\(fresh.cursor.epoch)" == epoch)
                #expect(client.observation.missed == nil)
                #expect(fresh.tickets[keptID] != nil)
                #expect(fresh.tickets.values.allSatisfy { $0.title != "Lost" })
                clients[index] = client
            }
            let after = try await clients[2].command(.createTicket(TicketDraft(title: "After")))
            let revision = try #require(after.revision)
            for client in clients {
                try await client.wait("what came after") { $0.cursor?.revision == revision }
                #expect(try await client.agrees(with: clients[0]))
                #expect(client.observation.discrepancies == [])
            }
            #expect(try await cluster.sqlite("PRAGMA integrity_check") == "ok")
        }
    }

    /// What the program says, run on the cluster's database.
    private func run(
        _ command: String,
        _ path: String,
        on cluster: RunningCluster
    ) async throws -> String {
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(
                [
                    RunningCluster.executable, command, path, "--database",
                    try await cluster.status.database,
                ] + (command == "restore" ? ["--yes"] : [])
            ),
            output: .string(limit: 64 * 1024),
            error: .string(limit: 64 * 1024)
        )
        guard result.terminationStatus.isSuccess else { throw Trouble(result.standardError) }
        return result.standardOutput
    }
}
