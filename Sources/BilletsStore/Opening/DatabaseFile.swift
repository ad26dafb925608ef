import Billets
import GRDB
import Glibc

/// A file that is, or is to become, a database of ours.
struct DatabaseFile {
    /// What is in it.
    enum Content: Hashable {
        /// There is no file.
        case absent

        /// It has no tables yet.
        case empty

        /// It is ours, and has been migrated to this version.
        case ours(version: Int64)

        /// It belongs to another program.
        case foreign
    }

    /// Where it is: with symbolic links resolved, as SQLite does, so that everybody agrees on the name
    /// of the lock file beside it.
    let path: String

    /// The file at `path`.
    ///
    /// - Throws: `unavailable` if it cannot be there, or is no regular file.
    init(path: String) throws(Rejection) {
        guard !path.isEmpty else { throw DatabaseProblem.noName.rejection() }
        if let resolved = Self.resolved(path) {
            var status = stat()
            guard stat(resolved, &status) == 0 else {
                throw DatabaseProblem(errno: errno, at: path).rejection()
            }
            if let problem = DatabaseProblem(mode: status.st_mode, at: path) {
                throw problem.rejection()
            }
            self.path = resolved
            return
        }
        let code = errno
        var link = stat()
        guard code == ENOENT, lstat(path, &link) != 0 else {
            throw DatabaseProblem(errno: code, at: path).rejection()
        }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard !name.isEmpty else { throw DatabaseProblem.folder(path).rejection() }
        guard let resolvedFolder = Self.resolved(folder.isEmpty ? "/" : folder) else {
            let code = errno
            let problem =
                code == ENOENT
                ? DatabaseProblem.folderMissing(folder) : DatabaseProblem(errno: code, at: folder)
            throw problem.rejection()
        }
        self.path = resolvedFolder + "/" + name
    }

    /// Whether there is such a file.
    var exists: Bool {
        access(path, F_OK) == 0
    }

    /// Makes an empty file, which only this user may read: the keys of sessions will be in it.
    ///
    /// - Throws: `unavailable` if that is not allowed.
    func create() throws(Rejection) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DatabaseProblem(errno: errno, at: path).rejection()
        }
        close(descriptor)
    }

    /// Whether the file at `path` is this database, or one of those that stand beside it for its sake.
    func owns(_ path: String) -> Bool {
        let own = ["", "-wal", "-shm", "-journal", "-writer.lock", "-nodes.lock"].map {
            self.path + $0
        }
        if own.contains(path) { return true }
        guard let mine = FileIdentity(at: self.path) else { return false }
        return mine == FileIdentity(at: path)
    }

    /// Looks into the file, and changes nothing in it.
    ///
    /// - Parameter mayWrite: whether this user must be able to write it.
    /// - Returns: what is in it.
    /// - Throws: `unavailable` if it is no database, or cannot be read and written.
    func content(mayWrite: Bool = true) throws(Rejection) -> Content {
        guard exists else { return .absent }
        guard access(path, mayWrite ? R_OK | W_OK : R_OK) == 0 else {
            let code = errno
            let isRight = code == EACCES && !mayWrite
            throw (isRight ? .unreadable(path) : DatabaseProblem(errno: code, at: path)).rejection()
        }
        try refuseOddCompanions()
        do {
            let queue = try readOnly()
            let content = try queue.read(Self.content)
            try queue.close()
            return content
        } catch let error as DatabaseError {
            throw rejection(of: error)
        } catch {
            throw Rejection(database: error)
        }
    }

    /// Opens the file for reading.
    ///
    /// Without a log or journal beside it nobody changes it, and then SQLite is told that nobody will, so that it makes
    /// no log either (https://www.sqlite.org/uri.html, immutable).
    func readOnly() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        if ["-wal", "-journal"].allSatisfy({ access(path + $0, F_OK) != 0 }) {
            let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f")
                .replacing("#", with: "%23")
            let uri = "file:\(escaped)?immutable=1"
            // A library that was built without URIs takes this for a file name.
            if let queue = try? DatabaseQueue(path: uri, configuration: configuration) {
                return queue
            }
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The rejection for `error`, which SQLite gave when it opened the file.
    func rejection(of error: DatabaseError) -> Rejection {
        switch error.resultCode {
        case .SQLITE_NOTADB:
            DatabaseProblem.notDatabase(path).rejection(cause: String(describing: error))
        case .SQLITE_CORRUPT:
            DatabaseProblem.damaged(path).rejection(cause: String(describing: error))
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
            (obstacle() ?? .noPermission(path)).rejection(cause: String(describing: error))
        default:
            rejection(ofUse: error)
        }
    }

    /// What is in a database that is open.
    static func content(of database: Database) throws -> Content {
        let applicationID = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if applicationID == Schema.applicationID { return .ours(version: version) }
        return applicationID == 0 && version == 0 && tables == 0 ? .empty : .foreign
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
