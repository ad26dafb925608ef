import Glibc

/// What the head of a database file says of its journal, read without SQLite, which would turn it into what it wants
/// (https://www.sqlite.org/fileformat.html#file_format_version_numbers).
struct DatabaseHeader {
    /// Whether SQLite keeps a write-ahead log for it; nil if it cannot be read, or is none.
    let usesWAL: Bool?

    /// Reads the head of the file at `path`.
    init(of path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if descriptor >= 0 { close(descriptor) }
        usesWAL = count == bytes.count ? bytes[18] == 2 : nil
    }
}
