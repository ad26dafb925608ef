import ArgumentParser
import BilletsWire
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
        transform: LogLevel.init(parsing:)
    )
    var logLevel: LogLevel?

    /// How it is written.
    @Option(
        help: .setting(
            .logFormat,
            "How the log is written: text, for people, or json, one object a line.",
            value: "format",
            default: "\(LogFormat.text.rawValue)"
        ),
        transform: LogFormat.init(parsing:)
    )
    var logFormat: LogFormat?

    /// The log of this process.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func log(_ settings: Settings) throws -> ProcessLog {
        ProcessLog(
            try settings.value(logFormat, .logFormat) ?? .text,
            level: try settings.value(logLevel, .logLevel) ?? .info
        )
    }

    /// The logger of this process, which writes to standard error.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func logger(_ settings: Settings) throws -> Logger {
        try log(settings).logger
    }
}
