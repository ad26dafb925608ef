import BilletsWire
import Glibc
import Logging

/// The log of a process, which goes to standard error.
struct ProcessLog: Sendable {
    /// How it is written.
    let format: LogFormat

    /// How much of it, at any moment.
    let levels: LogLevelSwitch

    /// What writes it.
    let logger: Logger

    /// A log in `format`, which begins with `level`.
    init(_ format: LogFormat, level: LogLevel) {
        let levels = LogLevelSwitch(level)
        self.format = format
        self.levels = levels
        logger = Logger(label: "les-billets") { label in
            switch format {
            case .text: SingleLineLogHandler(.standardError(label: label), levels: levels)
            case .json: JSONLogHandler(label: label, levels: levels)
            }
        }
    }

    /// Says a sentence to people: as it is, or as an entry where programs read.
    func say(_ sentence: String, level: Logger.Level = .notice) {
        switch format {
        case .text: StandardStreams.error(SingleLineLogHandler.plain(sentence))
        case .json: logger.log(level: level, "\(sentence)")
        }
    }

    /// Whether a person reads it on a terminal, whose end must be that of the process.
    static var isOnTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
