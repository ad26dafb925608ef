import Billets
import Glibc

/// Opens the files beside a database in which processes lock one another out.
enum LockFile {
    /// Opens the lock file at `path` of the database at `database`, and makes it if there is none.
    ///
    /// - Returns: a descriptor, which is the caller's to close.
    /// - Throws: `unavailable` with the reason, if the file cannot be opened or is no regular file.
    static func open(_ path: String, ofDatabaseAt database: String) throws(Rejection) -> Int32 {
        // A user who may write the database may take its locks.
        var status = stat()
        let mode = stat(database, &status) == 0 ? status.st_mode & 0o666 : 0o600
        // A named pipe is opened without waiting for its other end.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, mode)
        guard descriptor >= 0 else { throw DatabaseProblem(errno: errno, at: path).rejection() }
        let problem =
            fstat(descriptor, &status) == 0
            ? DatabaseProblem(mode: status.st_mode, at: path)
            : DatabaseProblem(errno: errno, at: path)
        if let problem {
            close(descriptor)
            throw problem.rejection()
        }
        return descriptor
    }
}
