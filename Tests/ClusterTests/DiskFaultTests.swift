import Billets
import BilletsContracts
import BilletsDrills
import BilletsLoad
import BilletsProcesses
import BilletsWire
import Foundation
import Testing

/// A cluster of real processes whose disk is full, or fails, and is well again.
@Suite("Disk faults", .serialized, .timeLimit(.minutes(5)))
struct DiskFaultTests {
    /// How often a command is sent before a test gives up.
    private static let attemptsMaximum = 600

    @Test(
        "While the disk is full or fails, commands are unavailable and all else goes on; then all is as before",
        arguments: ["shared", "remote"]
    )
    func faults(_ store: String) async throws {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        defer { withExtendedLifetime((folder, tools)) {} }
        let disk = try FaultyDisk(of: folder.path + "/tickets.db", in: tools.path)
        try await RunningCluster.with(
            gateways: 2,
            store: store,
            folder: folder.path,
            environment: disk.environment
        ) { cluster in
            let tokens = [try await cluster.logIn("ada"), try await cluster.logIn("grace")]
            let ada = try await cluster.client(tokens[0], onGateway: 0)
            let grace = try await cluster.client(tokens[1], onGateway: 1)
            for client in [ada, grace] { try await client.getTickets() }
            let pids = RunningCluster.pids(of: try await cluster.status)
            var wanted = try await breakWrites(of: disk, cluster, tokens[1], ada, grace)
            wanted += try await breakReads(of: disk, ada, grace)
            #expect(RunningCluster.pids(of: try await cluster.status) == pids)
            #expect(pids.allSatisfy(RunningCluster.isAlive))
            #expect(try await ada.agrees(with: grace))
            for requestID in wanted {
                let count = "SELECT count(*) FROM events WHERE request_id = '\(requestID)'"
                #expect(try await cluster.sqlite(count) == "1")
            }
            #expect(try await cluster.sqlite("PRAGMA integrity_check") == "ok")
        }
    }

    /// Lets everything that writes fail in turn, and be well again.
    ///
    /// - Returns: the commands that were refused meanwhile, and accepted afterwards.
    private func breakWrites(
        of disk: FaultyDisk,
        _ cluster: RunningCluster,
        _ token: String,
        _ ada: BoardClient,
        _ grace: BoardClient
    ) async throws -> [RequestID] {
        var wanted: [RequestID] = []
        for fault in [DiskFault.full, .noGrowth, .write, .sync] {
            let before = disk.faults
            disk.set(fault)
            var refused = try await refusals(ada, count: 1)
            // If nothing can be written, a refused client finds the gateway not ready.
            if fault != .noGrowth {
                let gateway = try await cluster.status.gateways[0].member.url
                let answer = try await SessionClient(url: gateway).request("GET", "/readyz")
                #expect(answer.status == 503, "\(fault): \(answer)")
                refused += try await refusals(ada, count: 4)
            }
            wanted += refused
            #expect(disk.faults > before)
            // Reading goes on, over HTTP and over a new socket, and the sockets are what they were.
            let list = try await SessionClient(url: cluster.status.gateways[1].member.url)
                .request("GET", "/api/tickets?limit=1", token: token)
            #expect(list.status == 200)
            try await waitUntil(cluster, isReady: false)
            let reader = try await cluster.client(token, onGateway: 0)
            try await reader.getTickets()
            let present = reader.observation.cursor
            try await ada.wait("the present") { $0.cursor == present }
            #expect(try await reader.agrees(with: ada))
            try await reader.socket.close()
            #expect(!ada.observation.hasEnded && !grace.observation.hasEnded)
            disk.set(.none)
            for requestID in refused { try await insist(on: requestID, by: ada) }
            try await waitUntil(cluster, isReady: true)
            let answer = try await grace.command(.createTicket(TicketDraft(title: "\(fault)")))
            let revision = try #require(answer.revision)
            for client in [ada, grace] {
                try await client.wait("\(fault) is over") { $0.cursor?.revision == revision }
                #expect(client.observation.discrepancies == [])
            }
        }
        return wanted
    }

    /// Asks the gateways' readiness until it is as awaited, as a balancer does: there is no signal for it.
    private func waitUntil(_ cluster: RunningCluster, isReady: Bool) async throws {
        for gateway in try await cluster.status.gateways {
            let http = SessionClient(url: gateway.member.url)
            for attempt in 1... {
                let status = try await http.request("GET", "/readyz").status
                if status == (isReady ? 200 : 503) { break }
                guard attempt < Self.attemptsMaximum else { throw Trouble("readyz: \(status)") }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Lets everything that reads fail, and be well again.
    ///
    /// - Returns: the commands that were sent meanwhile, and are accepted now.
    private func breakReads(
        of disk: FaultyDisk,
        _ ada: BoardClient,
        _ grace: BoardClient
    ) async throws -> [RequestID] {
        // What cannot be read is not known, and what is in memory may be: either answer is right.
        disk.set(.read)
        let asked = (0..<5).map { _ in RequestID.random() }
        for requestID in asked {
            let answer = try await ada.command(creation(requestID), requestID: requestID)
            #expect(answer.revision != nil || answer.code == .unavailable)
        }
        disk.set(.none)
        for requestID in asked { try await insist(on: requestID, by: ada) }
        let last = try #require(ada.observation.board?.cursor.revision)
        try await grace.wait("the end") { $0.cursor.map { $0.revision >= last } ?? false }
        try await ada.wait("the end") {
            $0.cursor?.revision == grace.observation.cursor?.revision
        }
        return asked
    }

    /// Sends commands until `count` of them have been refused as unavailable.
    private func refusals(_ client: BoardClient, count: Int) async throws -> [RequestID] {
        var refused: [RequestID] = []
        for _ in 0..<Self.attemptsMaximum where refused.count < count {
            let requestID = RequestID.random()
            let answer = try await client.command(creation(requestID), requestID: requestID)
            switch answer.code {
            case .unavailable: refused.append(requestID)
            case nil: break
            case let code?: throw Trouble("\(code)")
            }
        }
        guard refused.count == count else { throw Trouble("the disk never failed") }
        return refused
    }

    /// Sends a command again until it is accepted.
    private func insist(on requestID: RequestID, by client: BoardClient) async throws {
        for _ in 0..<Self.attemptsMaximum {
            let answer = try await client.command(creation(requestID), requestID: requestID)
            guard answer.revision == nil else { return }
            guard answer.code == .unavailable else { throw Trouble("\(answer)") }
        }
        throw Trouble("\(requestID) was never accepted")
    }

    private func creation(_ requestID: RequestID) -> ClientMessage {
        let story = String(repeating: "It is loud. ", count: 600)
        return .createTicket(TicketDraft(title: "\(requestID)", description: story))
    }
}
