import Billets
import BilletsDrills
import BilletsLoad
import BilletsWire
import Foundation
import Testing

/// A cluster of real processes under which the files of the database are taken away and put back.
@Suite("Moved database", .serialized, .timeLimit(.minutes(5)))
struct MovedDatabaseTests {
    private static let attemptsMaximum = 600

    @Test(
        "Without its very files a cluster accepts nothing and says why; with them it goes on without a restart",
        arguments: ["shared", "remote"]
    )
    func moved(_ store: String) async throws {
        try await RunningCluster.with(gateways: 2, store: store) { cluster in
            let ada = try await cluster.client(try await cluster.logIn("ada"), onGateway: 0)
            try await ada.getTickets()
            let database = try await cluster.status.database
            let pids = RunningCluster.pids(of: try await cluster.status)
            var accepted: [RequestID] = []
            var refused: [RequestID] = []
            for suffix in ["", "-wal", "-shm", "-writer.lock"] {
                accepted.append(try await Self.insist(on: .random(), by: ada))
                let (path, spare) = (database + suffix, database + suffix + ".spare")
                try FileManager.default.moveItem(atPath: path, toPath: spare)
                // Another file in its place changes nothing.
                for isReplaced in [false, true] {
                    if isReplaced { try Data("other".utf8).write(to: URL(filePath: path)) }
                    let requestID = RequestID.random()
                    let answer = try await ada.command(Self.creation, requestID: requestID)
                    #expect(answer.code == .unavailable, "\(path)")
                    refused.append(requestID)
                    try await Self.waitUntil(cluster, says: path)
                }
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.moveItem(atPath: spare, toPath: path)
                for requestID in refused {
                    accepted.append(try await Self.insist(on: requestID, by: ada))
                }
                refused = []
                try await Self.waitUntil(cluster, says: nil)
            }
            #expect(RunningCluster.pids(of: try await cluster.status) == pids)
            #expect(ada.observation.discrepancies == [])
            for requestID in accepted {
                let count = "SELECT count(*) FROM events WHERE request_id = '\(requestID)'"
                #expect(try await cluster.sqlite(count) == "1")
            }
            #expect(try await cluster.sqlite("PRAGMA integrity_check") == "ok")
        }
    }

    private static let creation = ClientMessage.createTicket(TicketDraft(title: "Moved"))

    /// Sends a command again until it is accepted.
    private static func insist(
        on requestID: RequestID,
        by client: BoardClient
    ) async throws -> RequestID {
        for _ in 0..<attemptsMaximum {
            let answer = try await client.command(creation, requestID: requestID)
            guard answer.revision == nil else { return requestID }
            guard answer.code == .unavailable else { throw Trouble("\(answer)") }
        }
        throw Trouble("\(requestID) was never accepted")
    }

    /// Asks the gateways' readiness until each is not ready because of `path`, or, without one, ready: there is no signal
    /// for it.
    private static func waitUntil(_ cluster: RunningCluster, says path: String?) async throws {
        for gateway in try await cluster.status.gateways {
            let http = SessionClient(url: gateway.member.url)
            for attempt in 1... {
                let answer = try await http.request("GET", "/readyz")
                let body = answer.body.replacing("\\/", with: "/")
                if let path { if answer.status == 503, body.contains(path) { break } }
                if path == nil, answer.status == 200 { break }
                guard attempt < attemptsMaximum else { throw Trouble("readyz: \(answer)") }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
