import BilletsWire
import Logging

/// Keeps each entry of the log on its line: whatever clients, proxies or databases say, their line ends and other
/// control characters are written as `\u{…}`, so that nobody forges an entry or moves an operator's cursor.
struct SingleLineLogHandler: LogHandler {
    private var handler: StreamLogHandler
    private let levels: LogLevelSwitch
    private var ownLevel: Logger.Level?

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    /// The longest text of a metadata value, in characters; some libraries describe whole objects there.
    static let valueCharactersMaximum = 1000

    /// The level of the process, until a logger is given one of its own.
    var logLevel: Logger.Level {
        get { ownLevel ?? Logger.Level(levels.level) }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    /// A handler before `handler`, which writes what `levels` lets through.
    init(_ handler: StreamLogHandler, levels: LogLevelSwitch) {
        self.handler = handler
        self.levels = levels
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(Self.plain(event.message.description))"
        event.metadata = event.metadata.map(Self.plain)
        handler.log(event: event)
    }

    /// `text` without anything that ends or moves within a line.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.endsOrMovesWithinLine) else { return text }
        return text.unicodeScalars.reduce(into: "") { plain, scalar in
            if scalar.endsOrMovesWithinLine {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
    }

    private static func plain(_ metadata: Logger.Metadata) -> Logger.Metadata {
        var result: Logger.Metadata = [:]
        for (key, value) in metadata { result[plain(key)] = "\(plain(bounded(value.description)))" }
        return result
    }

    /// `text`, or its beginning and an ellipsis if it is longer than a metadata value may be.
    static func bounded(_ text: String) -> String {
        guard text.utf8.count > valueCharactersMaximum, text.count > valueCharactersMaximum
        else { return text }
        return text.prefix(valueCharactersMaximum) + "…"
    }
}
