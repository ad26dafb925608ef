import Billets
import GRDB
import Glibc

extension DatabaseFile {
    /// The longest path that SQLite takes, in bytes (`MAX_PATHNAME` of os_unix.c).
    private static let pathBytesMaximum = 512

    /// The files that SQLite keeps beside a database.
    private static let companions = ["-wal", "-shm", "-journal"]

    /// The rejection for `error`, which SQLite gave when the open database was used.
    ///
    /// SQLite's code does not say which system call failed, so the files are examined for the reason.
    func rejection(ofUse error: DatabaseError) -> Rejection {
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_IOERR:
            obstacle()?.rejection(cause: String(describing: error)) ?? Rejection(database: error)
        default: Rejection(database: error)
        }
    }

    /// Sees that what SQLite would open beside the file is regular files.
    ///
    /// - Throws: `unavailable` if it is a folder, a device, a named pipe or a socket, or cannot be examined.
    func refuseOddCompanions() throws(Rejection) {
        for path in Self.companions.map({ self.path + $0 }) {
            var status = stat()
            guard stat(path, &status) == 0 else {
                guard errno == ENOENT else {
                    throw DatabaseProblem(errno: errno, at: path).rejection()
                }
                continue
            }
            if let problem = DatabaseProblem(mode: status.st_mode, at: path) {
                throw problem.rejection()
            }
        }
    }

    /// The first reason that can be found why SQLite cannot open or write the files.
    func obstacle() -> DatabaseProblem? {
        if (path + "-journal").utf8.count >= Self.pathBytesMaximum {
            return .unusable(path, .nameTooLong)
        }
        let probe = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard probe >= 0 else { return DatabaseProblem(errno: errno, at: path) }
        close(probe)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if let problem = Self.obstacle(folder.isEmpty ? "/" : folder, W_OK | X_OK) {
            return problem
        }
        for path in [path] + Self.companions.map({ self.path + $0 }) {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if stat(path, &status) == 0,
                let problem = DatabaseProblem(mode: status.st_mode, at: path)
            {
                return problem
            }
            if let problem = Self.obstacle(path, R_OK | W_OK) { return problem }
        }
        return hasRoom ? nil : .unusable(path, .noRoom)
    }

    private static func obstacle(_ path: String, _ mode: Int32) -> DatabaseProblem? {
        access(path, mode) == 0 ? nil : DatabaseProblem(errno: errno, at: path)
    }

    private var hasRoom: Bool {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return true }
        return (geteuid() == 0 ? status.f_bfree : status.f_bavail) > 0
    }
}
