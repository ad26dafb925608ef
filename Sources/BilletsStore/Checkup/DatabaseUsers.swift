import BilletsWire
import FoundationEssentials
import Glibc

/// Who uses a database file at the moment.
struct DatabaseUsers {
    /// How long the right to write may be somebody else's at a stretch, in tries of 20 ms.
    static let triesMaximum = 100

    private static let subject = "writer"

    private let file: DatabaseFile

    /// The users of `file`.
    init(of file: DatabaseFile) {
        self.file = file
    }

    /// What is found; waits for two seconds at most.
    func finding() -> Finding {
        let lock = open(file.path + "-writer.lock", O_RDONLY | O_CLOEXEC)
        guard lock >= 0 else { return Finding(Self.subject, .ok, "Nobody uses the database.") }
        defer { close(lock) }
        for _ in 0..<Self.triesMaximum {
            // Shared, and given back at once: whoever writes does not notice.
            if flock(lock, LOCK_SH | LOCK_NB) == 0 {
                flock(lock, LOCK_UN)
                let users = Set(processes())
                return Finding(
                    Self.subject,
                    .ok,
                    users.isEmpty
                        ? "Nobody writes the database at the moment."
                        : "The database is open in \(Self.list(users)), and nobody keeps others from writing."
                )
            }
            usleep(20_000)
        }
        let users = Set(processes())
        return Finding(
            Self.subject,
            .wrong,
            """
            Another process has kept everybody from writing for \(Self.triesMaximum / 50) s\
            \(users.isEmpty ? "" : ", one of \(Self.list(users))"): look for a les-billets that hangs, and end it.
            """
        )
    }

    private static func list(_ processes: Set<Int>) -> String {
        let numbers = processes.sorted().prefix(8).map(String.init).joined(separator: ", ")
        return processes.count == 1 ? "process \(numbers)" : "processes \(numbers)"
    }

    /// Those with a lock on the file, as SQLite holds one as long as it is open (proc(5), /proc/locks).
    private func processes() -> [Int] {
        guard let text = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
            return []
        }
        let inodes = ["", "-shm", "-writer.lock"].compactMap { suffix -> String? in
            var status = stat()
            return stat(file.path + suffix, &status) == 0 ? ":\(status.st_ino)" : nil
        }
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count >= 6, let pid = fields.compactMap({ Int($0) }).first, pid > 0,
                pid != Int(getpid()),
                fields.contains(where: { field in inodes.contains { field.hasSuffix($0) } })
            else { return nil }
            return pid
        }
    }
}
