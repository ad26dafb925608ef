import Logging
import Synchronization

/// The lines of a log, for a test to read.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    /// A logger whose lines are kept here.
    var logger: Logger {
        Logger(label: "test") { _ in Handler(recorder: self) }
    }

    /// The lines so far: level and message.
    var lines: [String] {
        recorded.withLock { $0 }
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }
}
