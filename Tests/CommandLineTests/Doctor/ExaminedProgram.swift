import Foundation
import Testing

/// What `les-billets doctor` has found.
struct ExaminedProgram {
    /// The exit status.
    let status: Int32

    /// The lines.
    let lines: [String]

    /// Runs the doctor with nothing to find but what `arguments` and `program` say, unless they name more.
    static func run(_ program: BuiltProgram, _ arguments: String...) async throws -> ExaminedProgram
    {
        try await run(program, arguments)
    }

    /// The same, with a list of arguments.
    static func run(_ program: BuiltProgram, _ arguments: [String]) async throws -> ExaminedProgram
    {
        let outcome = try await program.run(["doctor", "--listen", "127.0.0.1:0"] + arguments)
        #expect(outcome.error.isEmpty, "\(outcome.error)")
        return ExaminedProgram(
            status: outcome.status,
            lines: outcome.output.split(separator: "\n").map(String.init)
        )
    }

    /// The lines that say that something is wrong.
    var wrong: [String] { lines.filter { $0.hasPrefix("wrong ") } }

    /// The lines of warnings.
    var warnings: [String] { lines.filter { $0.hasPrefix("warning ") } }

    /// Sees that `words` stand in one line, which begins with `verdict` and what was looked at.
    func expect(
        _ verdict: String,
        _ subject: String,
        _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let head = verdict + String(repeating: " ", count: 9 - verdict.count) + subject + ": "
        let isThere = lines.contains { line in
            line.hasPrefix(head) && words.allSatisfy { line.contains($0) }
        }
        #expect(
            isThere,
            "\(head)\(words)\n\(lines.joined(separator: "\n"))",
            sourceLocation: sourceLocation
        )
        if verdict == "wrong" { #expect(status == 1, sourceLocation: sourceLocation) }
    }
}
