import Billets
import BilletsWire
import Logging

/// Writes each entry of the log as one line of JSON, for programs that collect logs.
struct JSONLogHandler: LogHandler {
    private let label: String
    private let levels: LogLevelSwitch
    private let clock: WallClock
    private let write: @Sendable ([UInt8]) -> Void
    private var ownLevel: Logger.Level?

    var metadata: Logger.Metadata = [:]

    var metadataProvider: Logger.MetadataProvider?

    /// The level of the process, until a logger is given one of its own.
    var logLevel: Logger.Level {
        get { ownLevel ?? Logger.Level(levels.level) }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// The handler of the logger `label`, which hands to `write`, line by line, what `levels` lets through.
    init(
        label: String,
        levels: LogLevelSwitch,
        metadataProvider: Logger.MetadataProvider? = nil,
        clock: WallClock = .system,
        write: @escaping @Sendable ([UInt8]) -> Void = { StandardStreams.error($0) }
    ) {
        self.label = label
        self.levels = levels
        self.metadataProvider = metadataProvider
        self.clock = clock
        self.write = write
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let cause = (event.error as? Rejection)?.cause { all["cause"] = "\(cause)" }
        let entry = LogEntry(
            time: clock.now(),
            level: LogLevel(event.level),
            logger: label,
            message: event.message.description,
            metadata: all.mapValues(LogValue.init),
            error: event.error.map { ($0 as? Rejection)?.message ?? "\($0)" }
        )
        write(entry.encoded())
    }
}

extension LogValue {
    /// What swift-log was told.
    fileprivate init(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): self = .text(SingleLineLogHandler.bounded(text))
        case .stringConvertible(let value):
            self = .text(SingleLineLogHandler.bounded(value.description))
        case .dictionary(let members): self = .object(members.mapValues(LogValue.init))
        case .array(let values): self = .list(values.map(LogValue.init))
        }
    }
}
