import Billets
import BilletsWire
import Glibc
import Logging

/// The log of a process, which goes to standard error.
struct ProcessLog: Sendable {
    /// The form of its entries.
    let format: LogFormat

    /// The level, which may change at any moment.
    let levels: LogLevelSwitch

    /// The logger.
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

    /// Writes a sentence for people at any log level: after its time, or as an entry if the format is JSON.
    func say(_ sentence: String, level: Logger.Level = .notice) {
        let time = WallClock.system.now()
        switch format {
        case .text:
            StandardStreams.error("\(time.rfc3339) \(SingleLineLogHandler.plain(sentence))")
        case .json:
            StandardStreams.error(entry(sentence, level: level, at: time).encoded())
        }
    }

    /// Writes a line of another process's log: as it is, or as an entry if the format is JSON.
    func quote(_ line: String) {
        switch format {
        case .text: StandardStreams.error("  " + SingleLineLogHandler.plain(line))
        case .json: say(line)
        }
    }

    /// Writes the address of a server that is ready to standard output: by itself, or as an entry if the format is JSON,
    /// since standard output and standard error often go to one file.
    func announce(_ address: String) {
        switch format {
        case .text: StandardStreams.output(address)
        case .json:
            let entry = entry(
                "Ready: \(address)",
                level: .notice,
                at: WallClock.system.now(),
                metadata: ["url": .text(address)]
            )
            StandardStreams.output(entry.encoded())
        }
    }

    private func entry(
        _ message: String,
        level: Logger.Level,
        at time: Timestamp,
        metadata: [String: LogValue] = [:]
    ) -> LogEntry {
        LogEntry(
            time: time,
            level: LogLevel(level),
            logger: logger.label,
            message: message,
            metadata: metadata
        )
    }

    /// True if it goes to a terminal, whose hang-up ends the process.
    static var isOnTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
