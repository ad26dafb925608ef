import BilletsProcesses
import Foundation
import Subprocess

/// The script `deploy/roll` of this checkout.
public enum RollScript {
    /// What a run left behind.
    public struct Outcome: Sendable {
        /// Its exit status; -1 if a signal ended it.
        public let status: Int32

        /// What it said.
        public let said: String
    }

    /// Restarts the gateways of the cluster in `folder`.
    ///
    /// - Parameters:
    ///   - folder: the folder of the cluster.
    ///   - user: the id of another user who runs it; only root may name one.
    ///   - arguments: what follows the name of the script.
    /// - Returns: its status and its output.
    /// - Throws: an error if the script cannot be started.
    public static func run(
        in folder: String,
        asUser user: UInt32? = nil,
        _ arguments: String...
    ) async throws -> Outcome {
        let script =
            URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path() + "deploy/roll"
        let starter =
            user.map { ["setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(starter + ["bash", script] + arguments),
            environment: .custom([
                "LES_BILLETS_DIRECTORY": folder, "PATH": "/usr/local/bin:/usr/bin:/bin",
            ]),
            input: .none,
            output: .discarded,
            error: .string(limit: 256 * 1024)
        )
        guard case .exited(let status) = result.terminationStatus else {
            return Outcome(status: -1, said: result.standardError)
        }
        return Outcome(status: status, said: result.standardError)
    }
}
