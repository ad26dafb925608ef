import Testing

@testable import les_billets

@Suite struct HelpTests {
    private static let commands: [[String]] = [
        [], ["serve"], ["gateway"], ["store"], ["migrate"], ["cluster"], ["version"], ["user"],
        ["backup"], ["restore"], ["load"], ["healthcheck"], ["doctor"], ["user", "add"],
        ["user", "list"], ["user", "passwd"],
        ["user", "disable"],
    ]

    @Test func `Every command has a help, on standard output`() async throws {
        for command in Self.commands {
            let help = try await Self.help(command)
            #expect(help.status == 0)
            #expect(help.error.isEmpty)
            #expect(
                help.output.contains("USAGE: " + (["les-billets"] + command).joined(separator: " "))
            )
        }
    }

    @Test func `Every environment variable that is read stands in some help`() async throws {
        var text = ""
        for command in Self.commands { text += try await Self.help(command).output }
        for setting in Setting.allCases { #expect(text.contains(setting.rawValue)) }
    }

    @Test func `Every option's help says its environment variable, which has the option's name`()
        async throws
    {
        for command in Self.commands {
            let help = try await Self.help(command).output
            for option in help.split(separator: "\n  --").dropFirst()
            where !option.hasPrefix("version") {
                let name = option.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
                let variable = "LES_BILLETS_" + name.uppercased().replacing("-", with: "_")
                // What a process in the same environment is told is not always what is asked for.
                let isForNobodyElse = option.contains("Not taken from the")
                #expect(
                    isForNobodyElse || option.contains("[\(variable)"),
                    "\(command): \(option)"
                )
            }
        }
    }

    @Test func `Without a command, the program says what it can do`() async throws {
        let outcome = try await BuiltProgram().run()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("SUBCOMMANDS:"))
    }

    @Test(arguments: ["version", "--version"])
    func `The version is one line`(argument: String) async throws {
        let outcome = try await BuiltProgram().run(argument)
        #expect(outcome.status == 0)
        #expect(outcome.output == "les-billets \(Version.current)\n")
    }

    private static func help(_ command: [String]) async throws -> BuiltProgram.Outcome {
        switch command.count {
        case 0: try await BuiltProgram().run("--help")
        case 1: try await BuiltProgram().run(command[0], "--help")
        default: try await BuiltProgram().run(command[0], command[1], "--help")
        }
    }
}
