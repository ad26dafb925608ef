import ArgumentParser
import Logging

/// What every command that logs can be told about it.
struct LogOptions: ParsableArguments {
    /// What is worth logging.
    @Option(
        help: .setting(
            .logLevel,
            "What is worth logging: trace, debug, info, notice, warning, error or critical.",
            value: "level",
            default: "info"
        ),
        transform: Logger.Level.init(parsing:)
    )
    var logLevel: Logger.Level?

    /// The logger of this process, which writes to standard error.
    func logger(_ settings: Settings) throws -> Logger {
        var logger = Logger(label: "les-billets") {
            SingleLineLogHandler(.standardError(label: $0))
        }
        logger.logLevel = try settings.value(logLevel, .logLevel) ?? .info
        return logger
    }
}
