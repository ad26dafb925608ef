import Billets
import BilletsLoad
import Foundation
import NIOPosix
import Subprocess
import Synchronization

/// A real cluster of real processes, for the length of a test: `les-billets cluster --demo`.
final class RunningCluster: Sendable {
    /// How a cluster did not do what was awaited.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The password of the demonstration's users.
    static let password = "demo-password"

    private let statuses = Mutex<[ClusterStatus]>([])
    private let tokens = Mutex<[String: String]>([:])

    /// The folder of the cluster.
    let folder: String

    private init(folder: String) {
        self.folder = folder
    }

    /// Runs a cluster of three gateways, then `body`, and ends the cluster, also if `body` fails.
    ///
    /// - Returns: what the cluster said on standard error.
    @discardableResult
    static func run(
        store mode: String,
        _ body: @escaping @Sendable (RunningCluster) async throws -> Void
    ) async throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "billets-cluster-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cluster = RunningCluster(folder: folder)
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(40))]
        let result = try await Subprocess.run(
            // It becomes the program, so that signals reach that.
            .name("env"),
            arguments: [
                program, "cluster", "--gateways", "3", "--store", mode, "--port", "0",
                "--directory", folder,
                "--demo",
            ],
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .string(limit: 1024 * 1024)
        ) { execution in
            let outcome = await cluster.follow(execution.standardOutput, body)
            try? execution.send(signal: .terminate)
            return outcome
        }
        do {
            try result.closureResult.get()
        } catch {
            throw Failure(description: "\(error)\n\(cluster.logs())\n\(result.standardError)")
        }
        guard case .exited(0) = result.terminationStatus else {
            throw Failure(description: "\(result.terminationStatus)\n\(result.standardError)")
        }
        return result.standardError
    }

    /// What the cluster said last.
    var status: ClusterStatus {
        get throws {
            guard let status = statuses.withLock({ $0.last }) else {
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
            if let status = statuses.withLock({ $0.last }), condition(status) { return status }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "waited in vain for \(awaited)")
    }

    /// Where a gateway takes sockets; over the balancer where there is no index.
    func address(ofGateway index: Int?) throws -> SocketAddressOfServer {
        let url = try index.map { try status.gateways[$0].url } ?? status.url
        let components = URLComponents(string: url)
        return SocketAddressOfServer(host: components?.host ?? "", port: components?.port ?? 0)
    }

    /// The token of one of the demonstration's users, logged in once.
    func token(of name: String) async throws -> String {
        if let token = tokens.withLock({ $0[name] }) { return token }
        let http = SessionClient(url: try status.url)
        let body = #"{"email":"\#(name)@example.com","password":"\#(Self.password)"}"#
        let answer = try await http.request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1 else {
            throw Failure(description: "no token: \(answer)")
        }
        tokens.withLock { $0[name] = String(token) }
        return String(token)
    }

    /// A socket of one of the demonstration's users, on a gateway or over the balancer; `board` is what
    /// the client keeps from an earlier one.
    func client(
        _ name: String,
        onGateway index: Int?,
        board: Board? = nil
    ) async throws -> BoardClient {
        try await BoardClient.connect(
            to: try address(ofGateway: index),
            token: try await token(of: name),
            board: board,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    /// What the sqlite3 shell answers to a question about the database.
    func sqlite(_ question: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("sqlite3"),
            arguments: [try status.database, question],
            output: .string(limit: 1024 * 1024),
            error: .string(limit: 1024 * 1024)
        )
        guard result.standardError.isEmpty else { throw Failure(description: result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Reads the cluster's lines as long as `body` runs.
    private func follow(
        _ output: SubprocessOutputSequence,
        _ body: @escaping @Sendable (RunningCluster) async throws -> Void
    ) async -> Result<Void, any Error> {
        await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                do {
                    for try await line in output.strings() { self.take(line) }
                    return .failure(Failure(description: "the cluster ended by itself"))
                } catch is CancellationError {
                    return nil
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do {
                    try await self.waitForStatus("a cluster that is ready") { $0.ready }
                    return .success(try await body(self))
                } catch {
                    return .failure(error)
                }
            }
            let outcome = await group.next()
            group.cancelAll()
            return (outcome ?? nil) ?? .success(())
        }
    }

    private func take(_ line: String) {
        guard let status = try? JSONDecoder().decode(ClusterStatus.self, from: Data(line.utf8))
        else { return }
        statuses.withLock { $0.append(status) }
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
