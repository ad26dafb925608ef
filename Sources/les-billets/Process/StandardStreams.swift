import Glibc
import Synchronization

/// Standard output, for programs to read, and standard error, for people.
enum StandardStreams {
    /// Writes a line to standard output, at once.
    static func output(_ line: some Collection<UInt8>) {
        write(Array(line) + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
    }

    /// Writes a line to standard output, at once.
    static func output(_ line: String) {
        output(Array(line.utf8))
    }

    /// Writes a line to standard error.
    static func error(_ line: String) {
        error(Array(line.utf8))
    }

    /// Writes a line to standard error, whole: another thread's line comes before it or behind it.
    static func error(_ line: [UInt8]) {
        lineOfErrors.withLock { _ in
            write(line + [UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
    }

    /// Writes a question to standard error; the answer stands behind it.
    static func prompt(_ question: String) {
        write(Array(question.utf8), to: STDERR_FILENO)
    }

    private static let lineOfErrors = Mutex(())

    /// A reader that went away is no reason to end: what cannot be written is dropped.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
