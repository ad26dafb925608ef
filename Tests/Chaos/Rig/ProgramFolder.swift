import Foundation
import Subprocess

/// The folder of the running program, and the programs that were built beside it.
enum ProgramFolder {
    /// The most that a program may say, in bytes.
    static let outputBytesMaximum = 512 * 1024 * 1024

    /// Where `name` is.
    static func path(of name: String) -> String {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: program ?? "").deletingLastPathComponent().path() + name
    }

    /// What a program prints that ends by itself.
    ///
    /// - Throws: a `RigTrouble` with what it complained of.
    static func output(
        of command: [String],
        environment: [String: String] = [:]
    ) async throws -> String {
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(environment.map { "\($0)=\($1)" }.sorted() + command),
            output: .string(limit: outputBytesMaximum),
            error: .string(limit: 1024 * 1024)
        )
        guard result.terminationStatus.isSuccess else {
            throw RigTrouble("\(command.prefix(3)): \(result.standardError)")
        }
        return result.standardOutput
    }
}
