import BilletsProcesses
public import BilletsWire
import Foundation
import Glibc
public import Subprocess

/// A cluster of real processes, for one test: `les-billets cluster` in a folder of its own, on free ports.
///
/// Nothing of it outlives the test. When `with` is left, in whatever way, the cluster is told to end, and
/// killed if it does not; its processes die with it, and it dies with the process that runs the tests.
public actor RunningCluster {
    /// How long a cluster may take to end before it is killed.
    public static let endPatience: Duration = .seconds(60)

    /// What the users of the demonstration log in with.
    public static let password = "demo-password"

    /// The folder of its database, its logs and its standard error.
    public nonisolated let folder: String

    /// The process id of the cluster itself.
    public nonisolated let pid: Int32

    private var statuses: [ClusterStatus] = []
    private var taken = 0
    private var hasEnded = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let send: @Sendable (Signal) -> Void

    /// Starts a cluster, hands it to `body` once it is ready, and ends it.
    ///
    /// - Parameters:
    ///   - gateways: how many.
    ///   - store: `shared` or `remote`.
    ///   - folder: an existing folder, to start a second time; a temporary one unless given.
    ///   - environment: what the cluster's environment says beside `BareEnvironment`.
    ///   - body: what is done with it.
    /// - Returns: what `body` returns.
    /// - Throws: a `Trouble` with what the cluster said if it does not become ready; and what `body` throws.
    public static func with<Output: Sendable>(
        gateways: Int = 3,
        store: String = "shared",
        folder: String? = nil,
        environment: [String: String] = [:],
        body: @Sendable (RunningCluster) async throws -> Output
    ) async throws -> Output {
        guard let folder else {
            let folder = NSTemporaryDirectory() + "les-billets-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            defer { try? FileManager.default.removeItem(atPath: folder) }
            return try await with(
                gateways: gateways,
                store: store,
                folder: folder,
                environment: environment,
                body: body
            )
        }
        // Tests send more than people do.
        let options = [
            "--gateways", "\(gateways)", "--store", store, "--port", "0", "--demo", "--no-limits",
        ]
        return try await run(options, folder: folder, environment: environment) { cluster in
            _ = try await cluster.nextStatus()
            return try await body(cluster)
        }
    }

    /// What it said last that a test has taken in.
    public var status: ClusterStatus {
        get throws {
            guard taken > 0 else { throw Trouble("the cluster has said nothing yet") }
            return statuses[taken - 1]
        }
    }

    /// Waits for the next line on standard output.
    ///
    /// - Throws: a `Trouble` with what the cluster said on standard error if it ended instead.
    public func nextStatus() async throws -> ClusterStatus {
        while statuses.count == taken {
            guard !hasEnded else { throw Trouble("the cluster ended; it said:\n\(said)") }
            await withCheckedContinuation { waiting.append($0) }
        }
        taken += 1
        return statuses[taken - 1]
    }

    /// Asks the cluster to end, and waits until it has.
    public func stop(with signal: Signal = .terminate) async {
        if !hasEnded { send(signal) }
        while !hasEnded { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Everything that the cluster said on standard error.
    public nonisolated var said: String {
        (try? String(contentsOfFile: folder + "/stderr", encoding: .utf8)) ?? ""
    }

    /// The processes of a cluster with this status, the cluster itself not among them.
    public static func pids(of status: ClusterStatus) -> [Int32] {
        status.gateways.map(\.member.pid) + [status.redis.pid, status.balancerPID]
            + (status.store.map { [$0.pid] } ?? [])
    }

    /// Whether a process runs; one that has died and waits for its parent does not.
    public static func isAlive(_ pid: Int32) -> Bool {
        ProcessFacts(id: pid).isAlive
    }

    private init(pid: Int32, folder: String, send: @escaping @Sendable (Signal) -> Void) {
        self.pid = pid
        self.folder = folder
        self.send = send
    }

    private static func run<Output: Sendable>(
        _ options: [String],
        folder: String,
        environment: [String: String],
        _ body: @Sendable (RunningCluster) async throws -> Output
    ) async throws -> Output {
        var platform = PlatformOptions()
        platform.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: endPatience)]
        let result = try await Subprocess.run(
            .name("setpriv"),
            arguments: Arguments(command(options, folder: folder)),
            environment: .custom(variables(environment)),
            platformOptions: platform,
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            let cluster = RunningCluster(
                pid: execution.processIdentifier.value,
                folder: folder,
                send: { try? execution.send(signal: $0) }
            )
            return try await withThrowingTaskGroup { group in
                group.addTask { await cluster.read(execution.standardOutput) }
                let output = try await body(cluster)
                await cluster.stop()
                return output
            }
        }
        return result.closureResult
    }

    /// The program that was built beside the tests.
    public static var executable: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "les-billets"
    }

    private static func command(_ options: [String], folder: String) -> [String] {
        ["--pdeathsig", "KILL", "--", "sh", "-c", "exec \"$@\" 2>\"$0/stderr\"", folder]
            + [executable, "cluster", "--directory", folder] + options
    }

    private static func variables(_ given: [String: String]) -> [Environment.Key: String] {
        var variables: [Environment.Key: String] = [:]
        for (name, value) in BareEnvironment.variables.merging(given, uniquingKeysWith: { $1 }) {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return variables
    }

    private func read(_ output: SubprocessOutputSequence) async {
        var rest: [UInt8] = []
        do {
            for try await piece in output {
                rest += piece.withUnsafeBytes { Array($0) }
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    statuses.append(try ClusterStatus(decoding: rest[..<end]))
                    rest.removeSubrange(...end)
                    wake()
                }
            }
        } catch {
            // Whoever waits for a status is told what came instead, with standard error.
            send(.terminate)
        }
        hasEnded = true
        wake()
    }

    private func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
