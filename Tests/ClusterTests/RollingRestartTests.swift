import BilletsDrills
import BilletsWire
import Foundation
import Testing

@Suite("Rolling restart", .serialized, .timeLimit(.minutes(5)))
struct RollingRestartTests {
    @Test(
        "All gateways are restarted in turn: nothing accepted is lost, and no stream has a gap",
        arguments: ["shared", "remote"]
    )
    func restart(_ store: String) async throws {
        let report = try await RollingRestart(clients: 100, store: store).run()
        print(report)
        #expect(report.violations == [])
        #expect(report.restarts == 3)
        #expect(report.commandsAccepted > 0)
        // Each client was on some gateway, and each gateway was restarted.
        #expect(report.reconnects.joined().reduce(0, +) >= 100)
        // Nobody waited for the end: they came back in many moments.
        #expect(report.reconnects.allSatisfy { $0.filter { $0 > 0 }.count > 1 })
    }

    @Test("deploy/roll restarts all gateways while clients are connected, and no event is lost")
    func roll() async throws {
        var restart = RollingRestart(clients: 60, store: "remote")
        restart.manner = .rolling
        restart.environment = ["LES_BILLETS_DRAIN_SECONDS": "4"]
        let report = try await restart.run()
        print(report)
        #expect(report.violations == [])
        #expect(report.restarts == 3)
        #expect(report.commandsAccepted > 0)
        // Each client was on some gateway, and each gateway was restarted.
        #expect(report.reconnects.joined().reduce(0, +) >= 60)
    }

    @Test("A gateway that does not come back stops the roll, and deploy/roll says so")
    func stoppedRoll() async throws {
        try await RunningCluster.with(
            gateways: 2,
            environment: ["LES_BILLETS_DRAIN_SECONDS": "1"]
        ) { cluster in
            let before = try await cluster.status
            // What a gateway needs to start: the file is there again before the cluster is told to end.
            let moved = before.database + ".moved"
            try FileManager.default.moveItem(atPath: before.database, toPath: moved)
            let rolled = try await RollScript.run(in: cluster.folder)
            try FileManager.default.moveItem(atPath: moved, toPath: before.database)
            #expect(rolled.status == 1)
            let lines = rolled.said.split(separator: "\n")
            #expect(
                lines.last?.hasPrefix("gateway-1 ended with status 1 instead") == true,
                "\(lines)"
            )
            #expect(
                lines.last?.hasSuffix("The last gateway was not restarted.") == true,
                "\(lines)"
            )
            // The cluster looks after the one that fell, as ever; the other was left alone.
            let after = try await cluster.waitForStatus { status in
                status.gateways[0].member.pid != before.gateways[0].member.pid
            }
            #expect(after.gateways[1].member.pid == before.gateways[1].member.pid)
            #expect(try await RollScript.run(in: cluster.folder).status == 0)
        }
    }

    @Test("Without a cluster, or with a word that it does not know, deploy/roll says what to do")
    func nothingToRoll() async throws {
        let missing = try await RollScript.run(in: "/nowhere")
        #expect(missing.status == 1)
        #expect(missing.said.contains("no cluster runs in '/nowhere'"))
        #expect(try await RollScript.run(in: "/nowhere", "sideways").status == 64)
    }
}
