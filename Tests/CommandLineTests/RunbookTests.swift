import Foundation
import Testing

/// The commands of the runbook, deploy/README.md.
@Suite struct RunbookTests {
    @Test func `Every command and option of ours that the runbook names exists`() async throws {
        let calls = try Self.text().matches(
            of: /(?:\$BILLETS|les-billets|\badmin) ((?:[a-z]+ ?)+)([^`\n|&]*)/
        )
        var checked = 0
        for call in calls {
            guard let (command, help) = try await Self.help(of: call.1.split(separator: " ")) else {
                // The program's name is that of a user of Redis, too, and begins names of files.
                #expect(call.0.hasPrefix("les-billets"), "\(call.0)")
                continue
            }
            checked += 1
            let words = call.2.replacing(/\$\([^)]*\)/, with: "")
            for option in words.matches(of: /(?:^| )(--[a-z-]+)/) {
                #expect(help.contains(option.1), "\(command) \(option.1)")
            }
        }
        #expect(checked >= 20)
    }

    @Test func `Every script that the runbook names exists and can be run`() throws {
        for script in try Self.text().matches(of: /\bdeploy\/[\w\/.-]*\w/) {
            let path = Self.root.appending(path: String(script.0)).path()
            #expect(FileManager.default.fileExists(atPath: path), "\(script.0)")
            if script.0.contains(/^deploy\/(?:run|roll|systemd\/(?:admin|install))$/) {
                #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.0)")
            }
        }
    }

    @Test func `Every task stands in all three columns`() throws {
        let rows = try Self.rows(below: "## The three ways side by side")
        #expect(rows.count >= 20)
        for row in rows {
            #expect(row.count == 4, "\(row)")
            #expect(row.allSatisfy { !$0.isEmpty }, "\(row)")
        }
    }

    @Test func `Every link of the runbook to itself has a heading`() throws {
        let text = try Self.text()
        let headings = text.matches(of: /(?:^|\n)#+ (.*)/).map { heading in
            heading.1.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
                .replacing(" ", with: "-")
        }
        for link in text.matches(of: /\]\(#([^)]*)\)/) {
            #expect(headings.contains(String(link.1)), "\(link.1)")
        }
    }

    /// The longest command of ours that `words` begin with, and its help; nil if they begin with none.
    private static func help(of words: [Substring]) async throws -> (String, String)? {
        for count in stride(from: min(2, words.count), to: 0, by: -1) {
            let command = words.prefix(count).map(String.init)
            let outcome = try await BuiltProgram().run(command + ["--help"])
            // swift-argument-parser shows the help of the nearest command that it knows.
            guard outcome.status == 0,
                outcome.output.contains("USAGE: les-billets \(command.joined(separator: " "))")
            else { continue }
            return (command.joined(separator: " "), outcome.output)
        }
        return nil
    }

    /// The cells of the table below a heading.
    private static func rows(below heading: String) throws -> [[String]] {
        let lines = try text().split(separator: "\n").drop { $0 != heading }.dropFirst()
        return lines.drop { !$0.hasPrefix("| ---") }.dropFirst().prefix { $0.hasPrefix("| ") }
            .map { line in
                line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
    }

    private static func text() throws -> String {
        try String(contentsOf: root.appending(path: "deploy/README.md"), encoding: .utf8)
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
