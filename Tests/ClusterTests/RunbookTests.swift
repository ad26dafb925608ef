import BilletsDrills
import BilletsProcesses
import BilletsWire
import Foundation
import Subprocess
import Testing

/// The commands of the runbook's first column, on a running cluster.
@Suite("Runbook", .serialized, .timeLimit(.minutes(5)))
struct RunbookTests {
    @Test("The commands that the runbook gives for a cluster of deploy/run do their work")
    func native() async throws {
        let checkout = NSTemporaryDirectory() + "les-billets-\(UUID().uuidString.prefix(8))"
        let folder = checkout + "/les-billets-data"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: checkout) }
        try FileManager.default.createSymbolicLink(
            atPath: checkout + "/deploy",
            withDestinationPath: Self.root.appending(path: "deploy").path()
        )
        let commands = try Self.commands()
        #expect(commands.count >= 10)
        try await RunningCluster.with(gateways: 2, folder: folder) { cluster in
            let url = try await cluster.status.url
            for command in commands {
                let (status, said) = try await Self.run(
                    command.replacingOccurrences(of: "http://127.0.0.1:8080", with: url),
                    in: checkout,
                    folder
                )
                #expect(status == 0, "\(command): \(said)")
            }
        }
    }

    /// The commands of the first column, without those that start, end or follow the cluster, that need a name, or
    /// that ask on a terminal.
    private static func commands() throws -> [String] {
        let text = try String(contentsOf: root.appending(path: "deploy/README.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").drop { $0 != "## The three ways side by side" }
            .drop { !$0.hasPrefix("| ---") }.dropFirst().prefix { $0.hasPrefix("| ") }
        let cells = rows.map { $0.split(separator: "|")[1] }
        let left = /^(?:deploy\/run|kill|curl|tail -F)|\bID\b|BACKUP|^run$|^\w+$|^\//
        return cells.flatMap { cell in cell.matches(of: /`([^`]+)`/).map { String($0.1) } }
            .filter { !$0.contains(left) }
    }

    private static func run(
        _ command: String,
        in checkout: String,
        _ folder: String
    ) async throws -> (Int32, String) {
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: [
                "-c", "cd \"$0\" && BILLETS=$1 && eval \"$2\" 2>&1", checkout,
                RunningCluster.executable, command,
            ],
            environment: .custom([
                "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                "LES_BILLETS_DIRECTORY": folder, "LES_BILLETS_PASSWORD": "correct horse battery",
            ]),
            input: .none,
            output: .string(limit: 256 * 1024),
            error: .discarded
        )
        guard case .exited(let status) = result.terminationStatus else { return (-1, "a signal") }
        return (status, result.standardOutput)
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
