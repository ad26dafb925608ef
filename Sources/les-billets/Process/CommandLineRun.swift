import ArgumentParser
import Logging

/// One run of the program: from its arguments to its exit status.
///
/// Whatever goes wrong ends as one sentence on standard error and a status other than 0: 64 for a
/// command line that makes no sense (sysexits.h, EX_USAGE), 1 for the rest.
struct CommandLineRun {
    /// The status of a command line that makes no sense.
    static let usageStatus: Int32 = 64

    /// What stood on the command line behind the program's name.
    let arguments: [String]

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
        let message = LesBillets.message(for: error).split(whereSeparator: \.isNewline)
            .joined(separator: " ")
        let end = message.hasSuffix(".") || message.hasSuffix("?") ? "" : "."
        StandardStreams.error("les-billets: \(message)\(end) See '\(helpCommand)'.")
        return Self.usageStatus
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
