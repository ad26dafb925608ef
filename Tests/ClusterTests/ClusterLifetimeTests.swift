import BilletsDrills
import BilletsWire
import Foundation
import Glibc
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ClusterLifetimeTests {
    @Test(arguments: ["shared", "remote"])
    func `What is killed comes back at its place, and the others stay`(store: String) async throws {
        try await RunningCluster.with(gateways: 2, store: store) { cluster in
            var before = try await cluster.status
            #expect((before.store != nil) == (store == "remote"))
            for victim in RunningCluster.pids(of: before) {
                kill(victim, SIGKILL)
                let after = try await cluster.nextStatus()
                let pids = RunningCluster.pids(of: after)
                #expect(!pids.contains(victim))
                #expect(
                    pids.filter(RunningCluster.pids(of: before).contains).count == pids.count - 1
                )
                #expect(after.addresses == before.addresses)
                before = after
            }
            // Everything that the cluster says has its time.
            let death = /\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z gateway-1 was ended by signal 9;/
            #expect(cluster.said.contains(death), "\(cluster.said)")
        }
    }

    @Test(arguments: [Signal.interrupt, .terminate, .terminalClosed])
    func `A cluster that is asked to end leaves nothing but database and logs`(
        signal: Signal
    ) async throws {
        try await RunningCluster.with(gateways: 2, store: "remote") { cluster in
            let pids = RunningCluster.pids(of: try await cluster.status)
            await cluster.stop(with: signal)
            #expect(pids.filter(RunningCluster.isAlive).isEmpty)
            #expect(cluster.said.hasSuffix("The cluster has ended.\n"))
            let left = try FileManager.default.contentsOfDirectory(atPath: cluster.folder)
            let locks: Set = ["tickets.db-nodes.lock", "tickets.db-writer.lock"]
            #expect(Set(left) == locks.union(["tickets.db", "logs", "stderr"]))
        }
    }

    @Test func `A cluster that is killed takes all its processes with it, and can start again`()
        async throws
    {
        try await RunningCluster.with(gateways: 2, store: "remote") { cluster in
            let pids = RunningCluster.pids(of: try await cluster.status)
            kill(cluster.pid, SIGKILL)
            await cluster.stop()
            while pids.contains(where: RunningCluster.isAlive) { await Task.yield() }
            try await RunningCluster.with(gateways: 1, folder: cluster.folder) {
                (second) throws in
                #expect(try await second.status.gateways.count == 1)
            }
        }
    }

    @Test func `A second cluster in the same folder says so, and the first goes on`() async throws {
        try await RunningCluster.with(gateways: 1) { cluster in
            let before = try await cluster.status
            let error = try await #require(throws: Trouble.self) {
                try await RunningCluster.with(gateways: 1, folder: cluster.folder) { _ in }
            }
            #expect(error.description.contains("Another cluster runs in '\(cluster.folder)'"))
            kill(before.gateways[0].member.pid, SIGKILL)
            let after = try await cluster.nextStatus()
            #expect(after.addresses == before.addresses)
        }
    }

    @Test func `A second signal ends a cluster at once`() async throws {
        try await RunningCluster.with(gateways: 1) { cluster in
            let status = try await cluster.status
            // A gateway that cannot answer does not end by itself.
            kill(status.gateways[0].member.pid, SIGSTOP)
            kill(cluster.pid, SIGINT)
            while RunningCluster.isAlive(status.balancerPID) { await Task.yield() }
            await cluster.stop(with: .interrupt)
            #expect(RunningCluster.pids(of: status).filter(RunningCluster.isAlive).isEmpty)
        }
    }
}

extension ClusterStatus {
    /// Where everything is, whatever process is there.
    fileprivate var addresses: [String] {
        [url, "\(redis.port)", store?.url ?? "", database]
            + gateways.map { $0.node + $0.member.url }
    }
}
