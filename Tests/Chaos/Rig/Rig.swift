import Billets
public import BilletsProcesses
import Foundation
import NIOPosix

/// Real processes with roads of ours between them: Redis, gateways, and a store process if there is one.
///
/// The rig starts each process itself, and again when a fault has ended it; no supervisor interferes.
public final class Rig: Sendable {
    /// How long all gateways may take to be ready.
    public static let readyPatience: Duration = .seconds(120)

    /// What it consists of.
    public let plan: RigPlan

    /// Its folder: database and logs.
    public let folder: String

    /// The Redis behind the bus.
    public let redis: RedisServer

    /// The gateways.
    public let gateways: [RigGateway]

    /// The store process, if there is one.
    public let store: RigProcess?

    /// Those who are logged in; the last one is the rig's own, and nobody works in their name.
    public let users: [RigUser]

    /// How to make disks and clocks go wrong, for each process of ours; empty if the library was not built.
    public let disks: [RigPost: FaultyDisk]

    /// Starts a rig, hands it to `body` once all its gateways are ready, and ends it.
    public static func with<Output: Sendable>(
        _ plan: RigPlan,
        body: @Sendable (Rig) async throws -> Output
    ) async throws -> Output {
        let folder = NSTemporaryDirectory() + "billets-chaos-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rig = try await RigBuilder(plan: plan, folder: folder).build()
        do {
            let output = try await body(rig)
            await rig.stop()
            return output
        } catch {
            await rig.stop()
            throw error
        }
    }

    /// The rig that `RigBuilder` has built.
    init(
        plan: RigPlan,
        folder: String,
        redis: RedisServer,
        gateways: [RigGateway],
        store: RigProcess?,
        users: [RigUser],
        disks: [RigPost: FaultyDisk]
    ) {
        self.plan = plan
        self.folder = folder
        self.redis = redis
        self.gateways = gateways
        self.store = store
        self.users = users
        self.disks = disks
    }

    /// The database file.
    public var database: String { folder + "/tickets.db" }

    /// Whether disks and clocks can be made to go wrong.
    public var hasFaultLibrary: Bool { !disks.isEmpty }

    /// The process at a post; nil for Redis, which has its own type.
    public func process(at post: RigPost) -> RigProcess? {
        switch post {
        case .redis: nil
        case .store: store
        case .gateway(let index): gateways[index].process
        }
    }

    /// The process ids of everything.
    public var processIDs: [Int32] {
        ([redis.processID, store?.id] + gateways.map(\.process.id)).compactMap(\.self)
    }

    /// The end of what a process has said, for people.
    public func said(_ post: RigPost, characters: Int = 2000) -> String {
        let text = try? String(contentsOfFile: "\(folder)/\(post).log", encoding: .utf8)
        return String((text ?? "").suffix(characters))
    }

    /// Waits until every gateway says that it is ready.
    public func waitUntilReady(patience: Duration = readyPatience) async throws {
        for gateway in gateways { try await Self.waitUntilReady(gateway.directURL, patience) }
    }

    /// Waits until the gateway at `url` says that it is ready.
    static func waitUntilReady(_ url: String, _ patience: Duration) async throws {
        let client = RigClient(url: url, patience: .seconds(2))
        let deadline = ContinuousClock.now.advanced(by: patience)
        while try await client.status(of: "/readyz") != 200 {
            guard ContinuousClock.now < deadline else { throw RigTrouble("\(url) is not ready") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What the sqlite3 shell answers to questions about the database.
    public func sqlite(_ question: String) async throws -> String {
        try await ProgramFolder.output(of: [
            "sqlite3", "-cmd", ".timeout 10000", database, question,
        ])
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func stop() async {
        for gateway in gateways {
            gateway.process.kill()
            await gateway.clientRoad.stop()
            await gateway.redisRoad.stop()
            await gateway.storeRoad?.stop()
        }
        store?.kill()
        redis.stop()
    }
}
