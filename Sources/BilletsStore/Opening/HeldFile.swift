import Billets
import Glibc

/// A file that is held open, and the path that it was opened under.
struct HeldFile: Sendable {
    /// The path.
    let path: String

    private let cPath: ContiguousArray<CChar>
    private let identity: FileIdentity

    /// The file at `path`, which the caller has open.
    ///
    /// - Throws: `unavailable` if there is none any more.
    init(at path: String) throws(Rejection) {
        let cPath = path.utf8CString
        guard
            let identity = cPath.withUnsafeBufferPointer({ $0.baseAddress.flatMap(Self.identity) })
        else { throw Self.missing(path, errno) }
        self.init(path, cPath, identity)
    }

    /// The open file of `descriptor`, which was opened as `path`.
    init(at path: String, descriptor: Int32) throws(Rejection) {
        guard let identity = FileIdentity(of: descriptor) else { throw Self.missing(path, errno) }
        self.init(path, path.utf8CString, identity)
    }

    private init(_ path: String, _ cPath: ContiguousArray<CChar>, _ identity: FileIdentity) {
        self.path = path
        self.cPath = cPath
        self.identity = identity
    }

    /// Compares the file at the path with the open one: one system call.
    ///
    /// SQLite and the kernel go on writing to an open file whatever becomes of its name
    /// (https://www.sqlite.org/howtocorrupt.html, "Unlinking or renaming a database file while in use"), so what is
    /// written to it may be in no file that anybody finds again.
    ///
    /// - Throws: `unavailable` if they are not the same.
    func check() throws(Rejection) {
        let present = cPath.withUnsafeBufferPointer { $0.baseAddress.flatMap(Self.identity) }
        guard let present else { throw Self.missing(path, errno) }
        guard present == identity else { throw DatabaseProblem.replaced(path).rejection() }
    }

    /// True if there is any file at the path.
    var isThere: Bool {
        access(path, F_OK) == 0
    }

    private static func identity(_ path: UnsafePointer<CChar>) -> FileIdentity? {
        FileIdentity(at: path)
    }

    private static func missing(_ path: String, _ code: Int32) -> Rejection {
        switch code {
        case ENOENT, ENOTDIR: DatabaseProblem.removed(path).rejection()
        default:
            DatabaseProblem.unseen(path, reason: String(cString: strerror(code))).rejection()
        }
    }
}
