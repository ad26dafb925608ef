import ArgumentParser
import Logging

/// One run of the program: from its arguments to its exit status.
///
/// Whatever goes wrong ends as one sentence on standard error and a status other than 0: 64 for a
/// command line that makes no sense (sysexits.h, EX_USAGE), 1 for the rest.
struct CommandLineRun {
    /// The status of a command line that makes no sense.
    static let usageStatus: Int32 = 64

    /// The command line behind the program's name, with each negative number joined to its option.
    let arguments: [String]

    /// A run with these arguments.
    init(arguments: [String]) {
        self.arguments = Self.joiningNegativeNumbers(arguments)
    }

    /// The arguments with each negative number joined to the option before it, as in `--port=-5`: swift-argument-parser
    /// takes a separate `-5` for an option, and says that the value of the one before is missing.
    static func joiningNegativeNumbers(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let joined = arguments[..<end].reduce(into: [String]()) { joined, argument in
            if argument.isNegativeNumber, let option = joined.last, option.hasPrefix("--"),
                !option.contains("=")
            {
                joined[joined.count - 1] = "\(option)=\(argument)"
            } else {
                joined.append(argument)
            }
        }
        return joined + arguments[end...]
    }

    /// Parses the arguments and does what they say.
    ///
    /// - Returns: the exit status.
    func perform() async -> Int32 {
        var log: ProcessLog?
        do {
            var command = try await LesBillets.asyncParseAsRoot(arguments)
            // Without sense in its settings, the command itself will say so.
            log = try? (command as? any LoggingCommand)?.log.log(.process)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return report(error, in: log)
        }
    }

    private func report(_ error: any Error, in log: ProcessLog?) -> Int32 {
        if let sentence = ErrorSentence.of(error) {
            switch log?.format {
            case .json: log?.logger.critical("\(sentence)")
            case .text, nil:
                StandardStreams.error("les-billets: \(SingleLineLogHandler.plain(sentence))")
            }
            return 1
        }
        guard !LesBillets.exitCode(for: error).isSuccess else {
            // The help that was asked for, or the version.
            StandardStreams.output(LesBillets.fullMessage(for: error))
            return 0
        }
        StandardStreams.error("les-billets: \(usageSentence(about: error))")
        return Self.usageStatus
    }

    /// The sentence about an error of swift-argument-parser's, and where to read on; it repeats no value.
    func usageSentence(about error: any Error) -> String {
        let commands = LesBillets.configuration.subcommands.compactMap {
            $0.configuration.commandName
        }
        let sentence = UsageSentence(arguments: arguments, commands: commands)
            .rewriting(LesBillets.message(for: error))
        return "\(SingleLineLogHandler.plain(sentence)) See '\(helpCommand)'."
    }

    private var helpCommand: String {
        var words = ["les-billets"]
        var commands = LesBillets.configuration.subcommands
        for argument in arguments {
            guard
                let command = commands.first(where: {
                    $0.configuration.commandName == argument
                })
            else { break }
            words.append(argument)
            commands = command.configuration.subcommands
        }
        return (words + ["--help"]).joined(separator: " ")
    }
}
