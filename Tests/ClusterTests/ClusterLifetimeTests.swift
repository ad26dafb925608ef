import BilletsWire
import Foundation
import Glibc
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ClusterLifetimeTests {
    @Test(arguments: ["shared", "remote"])
    func `What is killed comes back at its place, and the others stay`(store: String) async throws {
        try await RunningCluster.run(store: store, gateways: 2) { cluster in
            var before = try cluster.status
            #expect((before.store != nil) == (store == "remote"))
            for victim in before.pids {
                kill(victim, SIGKILL)
                let after = try await cluster.waitForStatus("a successor of \(victim)") {
                    !$0.pids.contains(victim)
                }
                #expect(after.pids.filter(before.pids.contains).count == after.pids.count - 1)
                #expect(after.addresses == before.addresses)
                before = after
            }
        }
    }

    @Test(arguments: [Signal.interrupt, .terminate, .terminalClosed])
    func `A cluster that is asked to end leaves nothing but database and logs`(
        signal: Signal
    ) async throws {
        let said = try await RunningCluster.run(store: "remote", gateways: 2) { cluster in
            let pids = try cluster.status.pids
            cluster.end(with: signal)
            try await cluster.waitForEnd()
            #expect(pids.filter(LivingProcess.exists) == [])
            let left = try FileManager.default.contentsOfDirectory(atPath: cluster.folder)
            #expect(Set(left) == ["tickets.db", "tickets.db-writer.lock", "logs"])
        }
        #expect(said.hasSuffix("The cluster has ended.\n"))
    }

    @Test func `A cluster that is killed takes all its processes with it, and can start again`()
        async throws
    {
        try await RunningCluster.run(store: "remote", gateways: 2) { cluster in
            let pids = try cluster.status.pids
            cluster.end(with: .kill)
            try await cluster.waitForEnd()
            try await LivingProcess.waitForEnd(of: pids)
            try await RunningCluster.run(store: "shared", gateways: 1, folder: cluster.folder) {
                (second) throws in
                #expect(try second.status.gateways.count == 1)
            }
        }
    }

    @Test func `A second cluster in the same folder says so, and the first goes on`() async throws {
        try await RunningCluster.run(store: "shared", gateways: 1) { cluster in
            let before = try cluster.status
            let failure = await #expect(throws: RunningCluster.Failure.self) {
                try await RunningCluster.run(store: "shared", folder: cluster.folder) { _ in }
            }
            let words = "Another cluster runs in '\(cluster.folder)'"
            #expect(failure?.description.contains(words) == true)
            kill(before.gateways[0].pid, SIGKILL)
            let after = try await cluster.waitForStatus("another gateway") { $0 != before }
            #expect(after.addresses == before.addresses)
        }
    }

    @Test func `A second signal ends a cluster at once`() async throws {
        try await RunningCluster.run(store: "shared", gateways: 1) { cluster in
            let status = try cluster.status
            // A gateway that cannot answer does not end by itself.
            kill(status.gateways[0].pid, SIGSTOP)
            cluster.end(with: .interrupt)
            try await LivingProcess.waitForEnd(of: [status.balancerPID])
            cluster.end(with: .interrupt)
            try await cluster.waitForEnd()
            #expect(status.pids.filter(LivingProcess.exists) == [])
        }
    }
}
