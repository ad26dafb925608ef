import FoundationEssentials
import Glibc

extension DatabaseProblem {
    /// The problem of which the error number `code` tells, after a call that named `path`.
    init(errno code: Int32, at path: String) {
        switch code {
        case EACCES, EPERM: self = .noPermission(path)
        case EISDIR: self = .folder(path)
        case ENOTDIR: self = .folderMissing(Self.folder(of: path))
        case ENOENT:
            if let target = Self.linkTarget(path) {
                self = .unusable(path, .danglingLink(target: target))
            } else {
                self = .folderMissing(Self.folder(of: path))
            }
        default: self = .unusable(path, FileFault(errno: code))
        }
    }

    /// The problem of a file whose mode is `mode`; nil if it is a regular file.
    init?(mode: mode_t, at path: String) {
        if mode & S_IFMT == S_IFDIR {
            self = .folder(path)
        } else if let fault = FileFault(mode: mode) {
            self = .unusable(path, fault)
        } else {
            return nil
        }
    }

    /// The sentences about files of a database as files; empty for the rest.
    var filesMessage: String {
        switch self {
        case .noName: "The path of a file is empty: name the file."
        case .unusable(let path, let fault): fault.sentence(about: path)
        case .removed(let path):
            """
            \(path) was removed, renamed or moved with its folder while it was open: put that very file back, and this \
            goes on without a restart; if it is lost, stop every les-billets that uses it, restore a backup, and start \
            them again.
            """
        case .replaced(let path):
            """
            \(path) is not the file that was opened, but another one in its place: put the first one back, and this \
            goes on without a restart; to use the new one, restart every les-billets that uses the database.
            """
        case .unseen(let path, let reason):
            """
            \(path), which is open, cannot be examined (\(reason)): nothing is read or written until it can be.
            """
        case .strayLog(let path):
            """
            There is no database at \(path), but its write-ahead log \(path)-wal, which may hold committed changes: put \
            the database back beside it, or move the log away first.
            """
        case .foreignUsers(let path):
            """
            Other processes still use a database that was at \(path) before, or whose \(path)-wal was removed: stop \
            them first, or put their files back.
            """
        case .folderMissing, .missing, .folder, .noPermission, .notDatabase, .foreign,
            .notMigrated, .newer, .noMigrations, .changedMigration, .unknownMigration,
            .failedMigration, .damaged, .beyondReplacing, .damagedBackup, .unreadable, .noBackup,
            .backupExists,
            .beingMade, .itself, .otherDatabase, .unwritable:
            ""
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The target of the symbolic link at `path`; nil if it is no link.
    private static func linkTarget(_ path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }
}
