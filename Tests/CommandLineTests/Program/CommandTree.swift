import ArgumentParser
import Foundation
import Testing

@testable import les_billets

/// The commands of the program and their options, as swift-argument-parser lists them.
struct CommandTree {
    /// A command without subcommands.
    struct Command {
        /// The words that call it.
        let words: [String]

        /// The names of its options that take a value, with their dashes.
        let options: [String]

        /// The names of its flags, with their dashes.
        let flags: [String]

        /// The number of its arguments that are no options.
        let positionals: Int
    }

    /// All commands.
    let commands: [Command]

    /// Reads the list.
    init() throws {
        let json = try JSONSerialization.jsonObject(with: Data(LesBillets._dumpHelp().utf8))
        let tool = try #require(json as? [String: Any])
        let root = try #require(tool["command"] as? [String: Any])
        commands = try Self.commands(root, behind: [])
        try #require(commands.count > 15)
    }

    /// The commands whose first word is one of `names`.
    func commands(named names: Set<String>) -> [Command] {
        commands.filter { names.contains($0.words[0]) }
    }

    private static func commands(_ node: [String: Any], behind words: [String]) throws -> [Command]
    {
        let subcommands = (node["subcommands"] as? [[String: Any]] ?? [])
            .filter { $0["commandName"] as? String != "help" }
        guard subcommands.isEmpty else {
            return try subcommands.flatMap { child in
                let name = try #require(child["commandName"] as? String)
                return try commands(child, behind: words + [name])
            }
        }
        let arguments = node["arguments"] as? [[String: Any]] ?? []
        func names(_ kind: String) -> [String] {
            arguments.filter { $0["kind"] as? String == kind }
                .flatMap { $0["names"] as? [[String: String]] ?? [] }
                .filter { $0["kind"] == "long" }
                .compactMap { $0["name"].map { "--\($0)" } }
        }
        return [
            Command(
                words: words,
                options: names("option"),
                flags: names("flag").filter { $0 != "--help" && $0 != "--version" },
                positionals: arguments.count { $0["kind"] as? String == "positional" }
            )
        ]
    }
}
