import BilletsWire
import Foundation
import Subprocess
import Synchronization

/// A real cluster of real processes, for the length of a test: `les-billets cluster --demo` in a folder of
/// its own, on free ports.
///
/// Nothing of it outlives the test. When `run` is left, in whatever way, the cluster is told to end, and
/// killed if it does not; its processes die with it, and it dies with the process that runs the tests.
final class RunningCluster: Sendable {
    /// How a cluster did not do what was awaited.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var statuses: [ClusterStatus] = []
        var isToEnd = false
        var hasEnded = false
        var tokens: [String: String] = [:]
    }

    /// How long a cluster may take to end before it is killed: longer than it gives its processes.
    static let endPatience: Duration = .seconds(60)

    /// The folder of the cluster.
    let folder: String

    /// The process id of the supervisor.
    let pid: Int32

    private let send: @Sendable (Signal) -> Void
    private let state = Mutex(State())

    private init(folder: String, pid: Int32, send: @escaping @Sendable (Signal) -> Void) {
        self.folder = folder
        self.pid = pid
        self.send = send
    }

    /// Runs a cluster, then `body`, and ends the cluster, also if `body` fails.
    ///
    /// - Parameters:
    ///   - mode: `shared` or `remote`.
    ///   - gateways: how many.
    ///   - folder: an existing one, to run a cluster there again; otherwise a new one, removed afterwards.
    ///   - body: what is done with the cluster once it is ready.
    /// - Returns: what the cluster said on standard error.
    /// - Throws: a `Failure` with all that was said, if the cluster or `body` failed.
    @discardableResult
    static func run(
        store mode: String,
        gateways: Int = 3,
        folder: String? = nil,
        body: @escaping @Sendable (RunningCluster) async throws -> Void
    ) async throws -> String {
        let path =
            folder
            ?? FileManager.default.temporaryDirectory
            .appending(path: "billets-cluster-\(UUID().uuidString)").path
        defer { if folder == nil { try? FileManager.default.removeItem(atPath: path) } }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: endPatience)]
        let result = try await Subprocess.run(
            // It becomes the program, so that signals reach that; and ties it to the life of the tests.
            .name("setpriv"),
            arguments: [
                "--pdeathsig", "KILL", "--", program, "cluster", "--gateways", "\(gateways)",
                "--store", mode, "--port", "0", "--directory", path, "--demo",
            ],
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .string(limit: 1024 * 1024)
        ) { execution in
            let cluster = RunningCluster(
                folder: path,
                pid: execution.processIdentifier.value,
                send: { try? execution.send(signal: $0) }
            )
            let outcome = await cluster.follow(execution.standardOutput, body)
            return (outcome, cluster.logs())
        }
        let (outcome, logs) = result.closureResult
        do {
            try outcome.get()
        } catch {
            throw Failure(description: "\(error)\n\(logs)\n\(result.standardError)")
        }
        switch result.terminationStatus {
        // Who kills a cluster knows it.
        case .exited(0), .signaled(9): return result.standardError
        case .exited, .signaled:
            throw Failure(description: "\(result.terminationStatus)\n\(result.standardError)")
        }
    }

    /// What the cluster said last.
    var status: ClusterStatus {
        get throws {
            guard let status = state.withLock({ $0.statuses.last }) else {
                throw Failure(description: "the cluster is not ready")
            }
            return status
        }
    }

    /// Waits until the cluster says something that satisfies `condition`.
    @discardableResult
    func waitForStatus(
        _ awaited: String,
        where condition: (ClusterStatus) -> Bool
    ) async throws -> ClusterStatus {
        // Bounded: a minute and a half.
        for _ in 0..<1800 {
            let (status, hasEnded) = state.withLock { ($0.statuses.last, $0.hasEnded) }
            if let status, condition(status) { return status }
            if hasEnded { throw Failure(description: "the cluster ended, before \(awaited)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "waited in vain for \(awaited)")
    }

    /// Sends a signal to the supervisor that makes it end, now or later.
    func end(with signal: Signal) {
        state.withLock { $0.isToEnd = true }
        send(signal)
    }

    /// Waits until the supervisor is no more.
    func waitForEnd() async throws {
        while !state.withLock({ $0.hasEnded }) { try await Task.sleep(for: .milliseconds(50)) }
    }

    /// What somebody's token is, once it has been asked for.
    func rememberedToken(of name: String) -> String? {
        state.withLock { $0.tokens[name] }
    }

    /// Keeps somebody's token.
    func remember(token: String, of name: String) {
        state.withLock { $0.tokens[name] = token }
    }

    /// Reads the cluster's lines while `body` runs, and then until it has ended.
    private func follow(
        _ output: SubprocessOutputSequence,
        _ body: @escaping @Sendable (RunningCluster) async throws -> Void
    ) async -> Result<Void, any Error> {
        await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                do {
                    for try await line in output.strings() { try self.take(line) }
                } catch {
                    return .failure(error)
                }
                return self.state.withLock { state in
                    state.hasEnded = true
                    return state.isToEnd
                        ? nil : .failure(Failure(description: "the cluster ended by itself"))
                }
            }
            group.addTask {
                do {
                    try await self.waitForStatus("a cluster that is ready") { _ in true }
                    return .success(try await body(self))
                } catch {
                    return .failure(error)
                }
            }
            var outcome: Result<Void, any Error>?
            while outcome == nil, let next = await group.next() { outcome = next }
            end(with: .terminate)
            if case .failure = outcome { group.cancelAll() }
            return outcome ?? .success(())
        }
    }

    private func take(_ line: String) throws {
        let status = try ClusterStatus(decoding: line.utf8)
        state.withLock { $0.statuses.append(status) }
    }

    /// The ends of the logs of all processes.
    private func logs() -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/logs")) ?? []
        return names.sorted().map { name in
            let text =
                (try? String(contentsOfFile: "\(folder)/logs/\(name)", encoding: .utf8)) ?? ""
            return "--- \(name)\n\(text.suffix(2000))"
        }.joined(separator: "\n")
    }

    /// The executable that was built beside the one that runs these tests.
    private static var program: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "les-billets"
    }
}
