import BilletsDrills
import BilletsProcesses
import BilletsWire
import Foundation
import Testing

/// A cluster whose whole folder is on a full disk: database, logs and what it writes to run.
@Suite("A full disk", .serialized, .timeLimit(.minutes(5)))
struct FullDiskTests {
    @Test(
        "A roll on a full disk tells how it goes, and ends no gateway whose successor cannot start"
    )
    func roll() async throws {
        try await Self.withDisk { disk, folder in
            try await RunningCluster.with(
                gateways: 2,
                folder: folder,
                environment: disk.environment.merging(["LES_BILLETS_DRAIN_SECONDS": "1"]) { $1 }
            ) { cluster in
                let before = try await cluster.status
                disk.set(.full)
                let rolled = try await RollScript.run(in: folder)
                let lines = rolled.said.split(separator: "\n")
                #expect(lines.first == "2 gateways are restarted, one after the other.", "\(lines)")
                if rolled.status == 0 {
                    #expect(lines.last == "All 2 gateways were restarted, and everything is ready.")
                } else {
                    #expect(lines.last?.hasSuffix("No gateway was ended.") == true, "\(lines)")
                    for gateway in before.gateways {
                        #expect(RunningCluster.isAlive(gateway.member.pid))
                    }
                }
                disk.set(.none)
                let again = try await RollScript.run(in: folder)
                #expect(again.status == 0, "\(again.said)")
                for gateway in before.gateways {
                    #expect(!RunningCluster.isAlive(gateway.member.pid))
                }
            }
        }
    }

    @Test(
        "Logs that the disk does not take are dropped, and the cluster says so once for each process"
    )
    func logs() async throws {
        try await Self.withDisk { disk, folder in
            try await RunningCluster.with(
                gateways: 1,
                folder: folder,
                environment: disk.environment
            ) { cluster in
                let before = try await cluster.status
                disk.set(.full)
                kill(before.gateways[0].member.pid, SIGTERM)
                let sentence =
                    "'\(folder)/logs/gateway-1.log' cannot be written (No space left on device): its lines are dropped"
                while !cluster.said.contains(sentence) { await Task.yield() }
                disk.set(.none)
                let after = try await cluster.nextStatus()
                #expect(after.gateways[0].member.pid != before.gateways[0].member.pid)
            }
        }
    }

    @Test("A cluster does not start on a full disk, and names the disk")
    func start() async throws {
        try await Self.withDisk { disk, folder in
            disk.set(.full)
            let error = try await #require(throws: Trouble.self) {
                try await RunningCluster.with(
                    gateways: 1,
                    folder: folder,
                    environment: disk.environment
                ) { _ in }
            }
            #expect(error.description.contains("is full"), "\(error)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/run"))
        }
    }

    private static func withDisk(
        _ body: (FaultyDisk, String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "les-billets-\(UUID().uuidString.prefix(8))"
        for part in ["/disk/data", "/tools"] {
            try FileManager.default.createDirectory(
                atPath: folder + part,
                withIntermediateDirectories: true
            )
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let disk = try FaultyDisk(of: folder + "/disk/data/", in: folder + "/tools")
        try await body(disk, folder + "/disk/data")
    }
}
