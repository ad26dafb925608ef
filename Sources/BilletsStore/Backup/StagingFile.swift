import Billets
import Glibc

/// A database that is being made beside the place that it is meant for; one process at a time makes it.
///
/// What a process that was killed left of it is in nobody's way: the next one begins by emptying it.
final class StagingFile {
    /// Where it is.
    let path: String

    private let descriptor: Int32

    /// An empty file that only this user may read, for there will be keys in it.
    ///
    /// - Throws: `unavailable` if another process is making it, or it cannot be made.
    init(_ path: String) throws(Rejection) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw DatabaseProblem(errno: errno, at: path).rejection()
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw DatabaseProblem.beingMade(path).rejection(cause: Self.reason())
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure() }
        if let problem = DatabaseProblem(mode: status.st_mode, at: path) {
            throw problem.rejection()
        }
        removeJournals()
        guard ftruncate(descriptor, 0) == 0 else { throw Self.failure() }
    }

    deinit {
        close(descriptor)
    }

    /// How large it is.
    var bytes: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Gives it its name, once all of it is on the disk.
    ///
    /// - Parameters:
    ///   - name: the path that it gets.
    ///   - replacing: whether a file of that name is replaced.
    /// - Throws: `unavailable` if there is one, or the disk fails; then it is as it was.
    func publish(as name: String, replacing: Bool) throws(Rejection) {
        guard fsync(descriptor) == 0 else { throw Self.failure() }
        if replacing {
            guard rename(path, name) == 0 else { throw Self.failure() }
        } else {
            guard link(path, name) == 0 else {
                throw errno == EEXIST
                    ? DatabaseProblem.backupExists(name).rejection() : Self.failure()
            }
            unlink(path)
        }
        try syncFolder(of: name)
    }

    /// Takes it away.
    func remove() {
        removeJournals()
        unlink(path)
    }

    private func removeJournals() {
        for suffix in ["-journal", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// A name is on the disk when its folder is (fsync(2)).
    private func syncFolder(of name: String) throws(Rejection) {
        let folder = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure() }
    }

    private static func failure() -> Rejection {
        DatabaseProblem.unwritable.rejection(cause: reason())
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
