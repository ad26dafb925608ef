import ArgumentParser
import BilletsProcesses
import Foundation
import Testing

@testable import les_billets

/// No value that is invalid, and no secret, is repeated anywhere.
@Suite(.serialized, .timeLimit(.minutes(60))) struct SecretLeakTests {
    private static let commands = [
        ["serve"], ["gateway"], ["store"], ["migrate"], ["cluster"], ["doctor"],
        ["doctor", "--json"],
        ["healthcheck"], ["backup", "copy.db"], ["restore", "copy.db"], ["user", "list"],
        ["user", "add", "a@example.com"], ["user", "passwd", "a@example.com"], ["key", "list"],
        ["load", "idle"],
    ]

    /// Each option gets one of the forms, in turn, since parsing takes long in a debug build.
    ///
    /// With LES_BILLETS_SLOW_TESTS set, as by deploy/test-slow, each gets all of them.
    @Test func `No complaint about the command line repeats the value of an option`() async throws {
        let all = HostileValue.noNames + HostileValue.plainTexts
        let isSlow = ProcessInfo.processInfo.environment["LES_BILLETS_SLOW_TESTS"] != nil
        var complaints = 0
        var tries = 0
        var seen: Set<String> = []
        for command in try CommandTree().commands {
            for option in command.options where seen.insert(option).inserted {
                for value in isSlow ? all : [all[seen.count % all.count]] {
                    let isJoined = (seen.count + tries).isMultiple(of: 2)
                    let words = isJoined ? ["\(option)=\(value)"] : [option, value]
                    complaints += try await Self.expectSilence(command.words + words)
                    tries += 1
                }
            }
        }
        #expect(complaints > tries / 2)
    }

    @Test func `No complaint repeats an argument where none belongs, or the value of a flag`()
        async throws
    {
        let all = HostileValue.noNames + HostileValue.plainTexts
        for (number, command) in try CommandTree().commands.enumerated() {
            // Each command gets one value, each time another.
            for (_, value) in all.enumerated().filter({ ($0.offset + number).isMultiple(of: 32) }) {
                for flag in command.flags {
                    _ = try await Self.expectSilence(command.words + ["\(flag)=\(value)"])
                }
                let extra = [String](repeating: value, count: command.positionals + 2)
                _ = try await Self.expectSilence(command.words + extra)
                _ = try await Self.expectSilence(command.words + ["-p\(value)"])
            }
        }
        for value in all {
            _ = try await Self.expectSilence([value])
            _ = try await Self.expectSilence(["user", value])
        }
    }

    @Test func `No complaint about a variable repeats its value`() throws {
        for setting in Setting.allCases where !setting.valueTypes.isEmpty {
            let values =
                HostileValue.noNames
                + (HostileValue.isName(setting) ? [] : HostileValue.plainTexts)
            for value in values {
                do {
                    try Settings([setting.rawValue: value]).check(setting)
                } catch {
                    let sentence = try #require(ErrorSentence.of(error))
                    #expect(sentence.contains(setting.rawValue))
                    Self.expectNoSecret(sentence, "\(setting) \(value)")
                }
            }
        }
    }

    @Test func `No command and no doctor prints what is in invalid variables`() async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram()
            program.folder = folder
            // Invalid for all variables, or for all but names; one of each kind of text.
            for (value, isPlain) in [
                (HostileValue.noNames[1], false), (HostileValue.noNames[6], false),
                (HostileValue.noNames[9], false), (HostileValue.noNames[18], false),
                (HostileValue.plainTexts[0], true), (HostileValue.plainTexts[5], true),
            ] {
                let settings = Setting.allCases.filter { !isPlain || !HostileValue.isName($0) }
                var environment: [String: String] = [:]
                for setting in settings { environment[setting.rawValue] = value }
                for command in Self.commands {
                    let outcome = try await program.with(environment).run(command)
                    #expect(outcome.status != 0, "\(command)")
                    Self.expectNoSecret(outcome.output + outcome.error, "\(command) \(value)")
                }
            }
        }
    }

    @Test func `No command prints what is in a file of a secret, or the name of the file`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram()
            program.folder = folder
            let secret = HostileValue.secret
            let contents = [
                "", "\n\(secret)\n", String(repeating: secret, count: 400),
                "\(secret)\nmore \(secret)\n",
            ]
            for (number, content) in contents.enumerated() {
                let path = folder + "/file\(number)"
                try content.write(toFile: path, atomically: true, encoding: .utf8)
                try await Self.expectSilence(program, filePath: path)
            }
            // Somebody wrote the secret itself in place of the name of its file.
            try await Self.expectSilence(program, filePath: secret)
        }
    }

    @Test func `A database URL in place of a path is refused, and not repeated`() async throws {
        let url = "postgres://desk:\(HostileValue.secret)@db.example.com/tickets"
        for command in ["serve", "store", "migrate", "doctor"] {
            let outcome = try await BuiltProgram().with(["LES_BILLETS_DATABASE": url]).run(command)
            #expect(outcome.status == 1)
            let said = outcome.output + outcome.error
            #expect(said.contains("LES_BILLETS_DATABASE is invalid: it is a URL"), "\(said)")
            Self.expectNoSecret(said, command)
        }
    }

    private static func expectSilence(_ program: BuiltProgram, filePath: String) async throws {
        var environment = ["LES_BILLETS_BUS": "redis://127.0.0.1:1"]
        for setting in Setting.allCases where setting.isSecret {
            environment[setting.fileVariable] = filePath
        }
        let runs = [
            ["doctor"], ["store"], ["user", "list", "--store", "grpc://127.0.0.1:1"],
            ["user", "passwd", "a@example.com", "--password-file", filePath],
            ["load", "idle", "--url", "http://127.0.0.1:1", "--token-file", filePath],
            ["load", "idle", "--url", "http://127.0.0.1:1", "--email", "a@example.com"],
        ]
        for run in runs {
            let outcome = try await program.with(environment).run(run)
            #expect(outcome.status != 0, "\(run)")
            expectNoSecret(outcome.output + outcome.error, "\(run)")
        }
    }

    /// Parses a command line, and sees that the complaint about it, if there is one, holds no secret.
    ///
    /// - Returns: the number of complaints.
    private static func expectSilence(_ arguments: [String]) async throws -> Int {
        // Parsing takes long in a debug build, and other tests need the threads, too.
        await Task.yield()
        let run = CommandLineRun(arguments: arguments)
        do {
            _ = try await LesBillets.asyncParseAsRoot(run.arguments)
            return 0
        } catch {
            let sentence = run.usageSentence(about: error)
            expectNoSecret(sentence, "\(arguments)")
            #expect(!sentence.isEmpty)
            return 1
        }
    }

    private static func expectNoSecret(
        _ text: String,
        _ origin: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            !text.lowercased().contains(HostileValue.secret.lowercased()),
            "\(origin): \(text)",
            sourceLocation: sourceLocation
        )
    }
}
