import BilletsContracts
import BilletsProcesses
import Foundation
import Subprocess

/// The program that was built beside these tests, run on a disk of the test's.
struct Program: Sendable {
    /// How a run ended.
    struct Outcome: Sendable {
        /// Whether it was killed.
        let wasKilled: Bool

        /// Whether it ended well.
        let isSuccess: Bool

        /// What it said, on both standard streams.
        let said: String
    }

    /// The disk; nil for the machine's own.
    var disk: FaultyDisk?

    /// Runs it to its end; it dies with the tests.
    func run(_ arguments: String...) async throws -> Outcome {
        let result = try await Subprocess.run(
            .name("setpriv"),
            arguments: Arguments(["--pdeathsig", "KILL", "--", Self.executable] + arguments),
            environment: .custom(variables),
            input: .none,
            output: .string(limit: 256 * 1024),
            error: .combinedWithOutput
        )
        var wasKilled = false
        if case .signaled = result.terminationStatus { wasKilled = true }
        return Outcome(
            wasKilled: wasKilled,
            isSuccess: result.terminationStatus.isSuccess,
            said: result.standardOutput
        )
    }

    private static var executable: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "les-billets"
    }

    private var variables: [Environment.Key: String] {
        var variables: [Environment.Key: String] = [
            "LES_BILLETS_STORE_SECRET": "between us", "LES_BILLETS_LOG_LEVEL": "error",
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for given in [BareEnvironment.variables, disk?.environment ?? [:]] {
            for (name, value) in given {
                if let key = Environment.Key(rawValue: name) { variables[key] = value }
            }
        }
        return variables
    }
}
