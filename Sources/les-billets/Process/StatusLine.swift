import Glibc
import Synchronization

/// A line on the terminal that is written again and again; where standard error is no terminal, there is none.
final class StatusLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isShown = Mutex(false)

    /// Shows `text` in place of what stood there.
    func show(_ text: String) {
        guard isTerminal else { return }
        isShown.withLock { $0 = true }
        // ECMA-48: to the line's beginning, and erase to its end.
        StandardStreams.prompt("\r\u{1B}[K\(text.prefix(Self.width))")
    }

    /// Takes the line away.
    func clear() {
        let wasShown = isShown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { StandardStreams.prompt("\r\u{1B}[K") }
    }

    /// A line that is longer than the terminal is wide could not be taken back.
    private static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 79 }
        return Int(size.ws_col) - 1
    }
}
