import Billets
import Crypto
import Glibc

/// The lock file beside a database in which live processes hold the names of their nodes.
///
/// Each name is one byte of the file, far beyond its end, locked with an open file description lock (fcntl(2)): the
/// kernel releases it when the process ends, however that happens, and it holds between containers that share the
/// volume. One file for all names leaves nothing behind when names change with every start, as those of containers do.
final class NodeLockFile: Sendable {
    /// `F_OFD_SETLK` of fcntl(2), which glibc declares under `_GNU_SOURCE` only.
    private static let setLock: Int32 = 37

    private let path: String
    private let descriptor: Int32

    /// Opens the lock file of the database at `path`, and makes it if there is none.
    ///
    /// - Throws: `unavailable` if that cannot be.
    init(ofDatabaseAt path: String) throws(Rejection) {
        self.path = path + "-nodes.lock"
        descriptor = try LockFile.open(self.path, ofDatabaseAt: path)
    }

    deinit {
        close(descriptor)
    }

    /// True if the path still leads to the file that is open: a name in a removed file keeps nobody out.
    var isInPlace: Bool {
        guard let open = FileIdentity(of: descriptor) else { return false }
        return open == FileIdentity(at: path)
    }

    /// Takes the name `node`.
    ///
    /// - Returns: whether it is this value's now; false if another process holds it.
    /// - Throws: `unavailable` if the file system knows no locks.
    func take(_ node: String) throws(Rejection) -> Bool {
        if apply(F_WRLCK, to: node) { return true }
        guard errno == EAGAIN || errno == EACCES else {
            throw Rejection(
                .unavailable,
                "The lock file '\(path)' does not work: keep the database on a local file system.",
                cause: String(cString: strerror(errno))
            )
        }
        return false
    }

    /// Gives the name `node` back.
    func giveBack(_ node: String) {
        _ = apply(F_UNLCK, to: node)
    }

    private func apply(_ kind: Int32, to node: String) -> Bool {
        var range = flock()
        range.l_type = Int16(kind)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = Self.offset(of: node)
        range.l_len = 1
        return fcntl(descriptor, Self.setLock, &range) == 0
    }

    /// The byte of a name: 62 bits of its SHA-256, so that no two names meet.
    private static func offset(of node: String) -> Int {
        SHA256.hash(data: Array(node.utf8)).prefix(8).reduce(0) { $0 << 8 | Int($1) } & Int.max >> 1
    }
}
