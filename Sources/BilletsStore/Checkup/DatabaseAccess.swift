import BilletsWire
import Glibc

/// What this user may do with a database file, and who else may do what.
struct DatabaseAccess {
    private static let subject = "permissions"

    private let file: DatabaseFile
    private let folder: String

    /// The access to `file`.
    init(of file: DatabaseFile) {
        self.file = file
        folder = file.path.lastIndex(of: "/").map { String(file.path[..<$0]) } ?? "."
    }

    /// Whether this user may read it.
    var isReadable: Bool { access(file.path, R_OK) == 0 }

    /// What is found.
    func findings() -> [Finding] {
        let folderFinding = writable(folder.isEmpty ? "/" : folder, W_OK | X_OK)
        let fileFindings = ["", "-wal", "-shm", "-writer.lock", "-nodes.lock"].map {
            file.path + $0
        }
        .filter { access($0, F_OK) == 0 }.compactMap { writable($0, R_OK | W_OK) }
        let problems = [folderFinding].compactMap { $0 } + fileFindings
        let found =
            problems.isEmpty
            ? [Finding(Self.subject, .ok, "This user may write the database and its folder.")]
            : problems
        return found + [owner()].compactMap { $0 }
    }

    private func writable(_ path: String, _ mode: Int32) -> Finding? {
        guard access(path, mode) != 0 else { return nil }
        return Finding(
            Self.subject,
            .wrong,
            """
            This user (\(geteuid())) may not read and write \(path): run as its owner\(owner(of: path)), or give it to \
            this user.
            """
        )
    }

    private func owner(of path: String) -> String {
        var status = stat()
        return stat(path, &status) == 0 ? " (\(status.st_uid))" : ""
    }

    private func owner() -> Finding? {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        let mode = status.st_mode & 0o777
        if mode & 0o077 != 0 {
            return Finding(
                Self.subject,
                .warning,
                """
                Others may read or write \(file.path) (mode \(String(mode, radix: 8))), which holds the keys of \
                sessions: run `chmod 600` on it, unless that group is meant to.
                """
            )
        }
        guard status.st_uid == geteuid() else {
            return Finding(
                Self.subject,
                .warning,
                """
                \(file.path) belongs to user \(status.st_uid), and this is user \(geteuid()): what this user makes \
                beside it, that one may not be able to write.
                """
            )
        }
        return nil
    }
}
