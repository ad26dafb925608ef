import Logging

/// Keeps each entry of the log on its line: whatever clients, proxies or databases say, their line ends and other
/// control characters are written as `\u{…}`, so that nobody forges an entry or moves an operator's cursor.
struct SingleLineLogHandler: LogHandler {
    private var handler: StreamLogHandler

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    /// A handler before `handler`, which writes.
    init(_ handler: StreamLogHandler) {
        self.handler = handler
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(Self.plain(event.message.description))"
        event.metadata = event.metadata.map(Self.plain)
        handler.log(event: event)
    }

    /// `text` without anything that ends or moves within a line.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnfit) else { return text }
        return text.unicodeScalars.reduce(into: "") { plain, scalar in
            if isUnfit(scalar) {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
    }

    private static func plain(_ metadata: Logger.Metadata) -> Logger.Metadata {
        var result: Logger.Metadata = [:]
        for (key, value) in metadata { result[plain(key)] = "\(plain(value.description))" }
        return result
    }

    /// Control characters, the two separators of Unicode, and what turns the direction of writing (Unicode
    /// Standard Annex 9).
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar.properties.isBidiControl
        default: false
        }
    }
}
