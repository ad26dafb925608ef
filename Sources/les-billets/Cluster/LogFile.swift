import FoundationEssentials
import Glibc

/// The log of a process in a file of limited size: when it is full, it becomes the older one of two.
///
/// A log never ends a process nor keeps it from starting. What the disk does not take is dropped.
struct LogFile: ~Copyable {
    /// The size limit of a file; with the older one, a process has twice that.
    static let bytesMaximum = 8 * 1024 * 1024

    /// A change between a log that is written and one that is not.
    enum Change: Equatable {
        /// Lines are dropped from now on; the `errno` of the operation that failed.
        case fails(Int32)

        /// Lines are written again.
        case works
    }

    private let path: String
    private var descriptor: Int32?
    private var size = 0
    private var isFailing = false
    private var lastByte = UInt8(ascii: "\n")

    /// The log at `path`: a new one, whose predecessor becomes the older file, or the one that is there.
    init(path: String, continues: Bool = false) {
        self.path = path
        if !continues { _ = rename(path, path + ".1") }
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Writes what the process wrote, as far as the disk takes it.
    ///
    /// - Returns: the change, if the log has begun to fail or to work again.
    mutating func append(_ bytes: [UInt8]) -> Change? {
        let error = write(bytes)
        guard (error != nil) != isFailing else { return nil }
        isFailing.toggle()
        return error.map { Change.fails($0) } ?? .works
    }

    /// Writes `bytes`.
    ///
    /// - Returns: the `errno` of the operation that failed, if one did.
    private mutating func write(_ bytes: [UInt8]) -> Int32? {
        if let error = makeRoom(for: bytes.count) { return error }
        guard let descriptor else { return EBADF }
        // The rest of a line that the disk did not take is lost: the next one begins a line of its own.
        if isFailing, lastByte != UInt8(ascii: "\n"), Glibc.write(descriptor, "\n", 1) == 1 {
            lastByte = UInt8(ascii: "\n")
            size += 1
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return errno }
            lastByte = rest[rest.startIndex + written - 1]
            size += written
            rest = rest.dropFirst(written)
        }
        return nil
    }

    /// Opens the file, or the next one if this one has no room for so many bytes.
    ///
    /// - Returns: the `errno` of the operation that failed, if one did.
    private mutating func makeRoom(for count: Int) -> Int32? {
        guard let current = descriptor else { return open(path) }
        guard size + count > Self.bytesMaximum, size > 0 else { return nil }
        // The new file comes first: the full one keeps its name if there can be no other.
        let next = path + ".next"
        if let error = open(next) { return error }
        close(current)
        _ = rename(path, path + ".1")
        _ = rename(next, path)
        return nil
    }

    private mutating func open(_ path: String) -> Int32? {
        let opened = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return errno }
        descriptor = opened
        size = max(0, Int(lseek(opened, 0, SEEK_END)))
        lastByte = UInt8(ascii: "\n")
        return nil
    }

    /// The last lines of the file at `path`, `count` at most.
    static func lastLines(of path: String, count: Int) -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return [] }
        let tail = String(decoding: data.suffix(16 * 1024), as: UTF8.self)
        return tail.split(whereSeparator: \.isNewline).suffix(count).map(String.init)
    }
}
