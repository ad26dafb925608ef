public import Logging
import Synchronization

/// A log that a test reads: every line, with its metadata.
public final class LogRecorder: Sendable {
    private struct Waiter {
        let words: String
        let continuation: CheckedContinuation<String, Never>
    }

    private struct State {
        var lines: [String] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// A log without lines.
    public init() {}

    /// Every line so far.
    public var lines: [String] { state.withLock { $0.lines } }

    /// A logger that writes here, whatever the level.
    public var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = .trace
        return logger
    }

    /// Waits until a line holds `words`.
    ///
    /// - Returns: the first such line.
    @discardableResult
    public func line(with words: String) async -> String {
        await withCheckedContinuation { continuation in
            let line = state.withLock { state -> String? in
                if let line = state.lines.first(where: { $0.contains(words) }) { return line }
                state.waiters.append(Waiter(words: words, continuation: continuation))
                return nil
            }
            if let line { continuation.resume(returning: line) }
        }
    }

    private func write(_ line: String) {
        let satisfied = state.withLock { state in
            state.lines.append(line)
            let satisfied = state.waiters.filter { line.contains($0.words) }
            state.waiters.removeAll { line.contains($0.words) }
            return satisfied
        }
        for waiter in satisfied { waiter.continuation.resume(returning: line) }
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
            recorder.write("\(event.level): \(event.message) \(metadata)")
        }
    }
}
