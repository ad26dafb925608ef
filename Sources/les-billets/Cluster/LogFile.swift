import FoundationEssentials
import Glibc

/// The file of what a process says, with a bound: when it is full, it becomes the older one of two.
struct LogFile: ~Copyable {
    /// How large a file may become; with the older one, a process has twice that.
    static let bytesMaximum = 8 * 1024 * 1024

    private let path: String
    private var descriptor: Int32
    private var size: Int

    /// The file at `path`, to go on with; or a new one, and what was there is the older one now.
    ///
    /// - Throws: a `Complaint` if it cannot be written.
    init(path: String, continues: Bool = false) throws {
        self.path = path
        if !continues { Self.retire(path) }
        descriptor = try Self.create(path)
        size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }

    deinit {
        close(descriptor)
    }

    /// Writes what the process said, as far as the disk takes it: logging never ends a process.
    mutating func append(_ bytes: [UInt8]) {
        if size + bytes.count > Self.bytesMaximum, size > 0 {
            Self.retire(path)
            guard let next = try? Self.create(path) else { return }
            close(descriptor)
            descriptor = next
            size = 0
        }
        size += bytes.count
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// The last lines of the file at `path`, `count` at most.
    static func lastLines(of path: String, count: Int) -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return [] }
        let tail = String(decoding: data.suffix(16 * 1024), as: UTF8.self)
        return tail.split(whereSeparator: \.isNewline).suffix(count).map(String.init)
    }

    private static func retire(_ path: String) {
        _ = rename(path, path + ".1")
    }

    private static func create(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Complaint(
                "The log file '\(path)' cannot be written (\(String(cString: strerror(errno)))): "
                    + "see that this user may write there."
            )
        }
        return descriptor
    }
}
