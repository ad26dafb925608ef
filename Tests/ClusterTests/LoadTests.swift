import BilletsDrills
import BilletsWire
import Foundation
import Subprocess
import Testing

/// The load tester against a cluster: several gateways, Redis, and both kinds of store.
@Suite("Load", .serialized)
struct LoadTests {
    @Test(
        "Sockets on several gateways see every change, and catch up after a storm",
        arguments: ["shared", "remote"]
    )
    func severalGateways(_ store: String) async throws {
        try await RunningCluster.with(gateways: 2, store: store) { cluster in
            let fanout = try members(
                await load(
                    cluster,
                    ["fanout", "--sockets", "60", "--rate", "40", "--seconds", "2", "--loss", "0"]
                )
            )
            #expect(fanout["held"] as? Bool == true)
            #expect(fanout["deliveries"] as? Int == 80 * 64)
            #expect((fanout["urls"] as? [String])?.count == 2)
            let storm = try members(
                await load(
                    cluster,
                    [
                        "storm", "--sockets", "300", "--rate", "40", "--seconds", "3", "--loss",
                        "0",
                        "--caught-up", "1m",
                    ]
                )
            )
            #expect(storm["held"] as? Bool == true)
            #expect(storm["stormed"] as? Int == 300)
            #expect(storm["notCaughtUp"] as? Int == 0)
            #expect(storm["deliveries"] as? Int == 120 * 304)
        }
    }

    @Test("Two processes measure one another's changes")
    func twoProcesses() async throws {
        try await RunningCluster.with(gateways: 2) { cluster in
            async let sending = load(
                cluster,
                ["fanout", "--sockets", "0", "--senders", "2", "--seconds", "8"]
            )
            let watched = try members(
                await load(
                    cluster,
                    ["fanout", "--sockets", "20", "--senders", "0", "--seconds", "3"]
                )
            )
            let sent = try members(await sending)
            #expect(sent["sent"] as? Int == 160)
            #expect(sent["connected"] as? Int == 2)
            #expect(watched["sent"] as? Int == 0)
            #expect(watched["lost"] as? Int == 0)
            let latency = try #require(watched["latency"] as? [String: Any])
            #expect(try #require(latency["count"] as? Int) > 0)
        }
    }

    private func load(
        _ cluster: RunningCluster,
        _ arguments: [String]
    ) async throws -> String {
        let urls = try await cluster.status.gateways.map(\.member.url)
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(
                ["LES_BILLETS_PASSWORD=\(RunningCluster.password)", RunningCluster.executable]
                    + ["load"] + arguments + ["--json", "--email", "ada@example.com"]
                    + urls.flatMap { ["--url", $0] }
            ),
            output: .string(limit: 1024 * 1024),
            error: .string(limit: 1024 * 1024)
        )
        // A slow log-in is told; everything else would be a fault.
        let complaints = result.standardError.split(separator: "\n")
            .filter { !$0.hasPrefix("les-billets: Waiting for ") }
        #expect(complaints.isEmpty, "\(complaints)")
        return result.standardOutput
    }

    private func members(_ output: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
        return try #require(object as? [String: Any])
    }
}
