import BilletsDrills
import BilletsWire
import Foundation
import Glibc
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

    @Test("If a new gateway cannot start, no gateway is ended, and deploy/roll says so")
    func stoppedRoll() async throws {
        try await RunningCluster.with(
            gateways: 2,
            environment: ["LES_BILLETS_DRAIN_SECONDS": "1"]
        ) { cluster in
            let before = try await cluster.status
            // A gateway needs the database to start; the file is back before the cluster is told to end.
            let moved = before.database + ".moved"
            try FileManager.default.moveItem(atPath: before.database, toPath: moved)
            let rolled = try await RollScript.run(in: cluster.folder)
            try FileManager.default.moveItem(atPath: moved, toPath: before.database)
            #expect(rolled.status == 1)
            let lines = rolled.said.split(separator: "\n")
            #expect(
                lines.last?.hasPrefix(
                    "A new gateway cannot start: the trial gateway ended with status 1"
                )
                    == true,
                "\(lines)"
            )
            #expect(lines.last?.hasSuffix("No gateway was ended.") == true, "\(lines)")
            #expect(RunningCluster.pids(of: before).allSatisfy(RunningCluster.isAlive))
            #expect(try await RollScript.run(in: cluster.folder).status == 0)
            #expect(before.gateways.allSatisfy { !RunningCluster.isAlive($0.member.pid) })
        }
    }

    @Test("Without a cluster, or with a word that it does not know, deploy/roll says what to do")
    func nothingToRoll() async throws {
        let missing = try await RollScript.run(in: "/nowhere")
        #expect(missing.status == 1)
        #expect(missing.said.contains("no cluster runs in '/nowhere'"))
        #expect(try await RollScript.run(in: "/nowhere", "sideways").status == 64)
    }

    @Test(
        "Of another user's cluster, deploy/roll says whose it is and what to do",
        .enabled(if: geteuid() == 0, "only root can become another user")
    )
    func foreignCluster() async throws {
        try await RunningCluster.with(gateways: 1) { cluster in
            let before = try await cluster.status
            let rolled = try await RollScript.run(in: cluster.folder, asUser: 65_534)
            #expect(rolled.status == 1)
            #expect(
                rolled.said.contains("the cluster in '\(cluster.folder)' belongs to the user root"),
                "\(rolled.said)"
            )
            #expect(rolled.said.contains("sudo --user=root"))
            #expect(RunningCluster.pids(of: before).allSatisfy(RunningCluster.isAlive))
        }
    }
}
