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
    public static func run(in folder: String, _ arguments: String...) async throws -> Outcome {
        let script =
            URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path() + "deploy/roll"
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: Arguments([script] + arguments),
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
