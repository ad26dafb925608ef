// The compiler finds `stat` in CDispatch if it optimises this module, otherwise in Glibc.
import CDispatch
import Glibc

/// The kind of a file, and who may use it: the mode of stat(2).
struct FileMode: Hashable, Sendable {
    private let bits: mode_t

    /// The mode of the file at `path`, behind symbolic links; nil if it cannot be found out.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bits = status.st_mode
    }

    /// Returns true if the file can be read only once, as pipes and terminals can.
    var isReadOnce: Bool { ![S_IFREG, S_IFDIR].contains(bits & S_IFMT) }

    /// Returns true if others than its owner may read, write or run it.
    var isForOthers: Bool { bits & 0o077 != 0 }

    /// The permissions as chmod(1) takes them: three octal digits.
    var permissions: String { String(bits & 0o777, radix: 8) }
}
