import BilletsWire
import FoundationEssentials
import Glibc

/// The file system that a database stands on.
struct FileGround {
    /// Less room than this is a warning, in bytes.
    static let roomWarning: Int64 = 1024 * 1024 * 1024

    /// With less room than this, nothing can be relied on, in bytes.
    static let roomMinimum: Int64 = 64 * 1024 * 1024

    private static let subject = "file system"

    /// What a kind of file system means for SQLite.
    enum Kind: Hashable {
        /// It is fit for a database.
        case local

        /// Other machines may write it: the write-ahead log's shared memory does not reach them.
        case network(String)

        /// What is in it is gone with the machine's or the container's end.
        case passing(String)

        /// It may be anything.
        case unknown(String)
    }

    private let path: String

    /// The ground of the file at `path`.
    init(of path: String) {
        self.path = path
    }

    /// What is found.
    func findings() -> [Finding] {
        let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        let kind = Self.type(of: path, in: mounts).map(Self.kind) ?? .unknown("something untold")
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return [kind.finding(about: path)] }
        let blocks = Int64(clamping: status.f_bavail)
        let (room, isLarge) = blocks.multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize)
        )
        return [kind.finding(about: path), Self.finding(room: isLarge ? .max : room)]
    }

    /// The type of the file system that holds `path`, by the text of `/proc/self/mountinfo` (proc(5)): the innermost
    /// mount, and of several at one place the last.
    static func type(of path: String, in mounts: String) -> String? {
        var found: (length: Int, type: String)?
        for line in mounts.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), fields.count > dash + 1
            else { continue }
            let place = plain(fields[4])
            let isAbove = path == place || path.hasPrefix(place == "/" ? place : place + "/")
            guard isAbove, place.utf8.count >= found?.length ?? 0 else { continue }
            found = (place.utf8.count, String(fields[dash + 1]))
        }
        return found?.type
    }

    /// A place without the escapes of mountinfo, such as `\\040` for a space.
    private static func plain(_ place: Substring) -> String {
        let parts = place.split(separator: "\\", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return String(place) }
        var bytes = Array(parts[0].utf8)
        for part in parts.dropFirst() {
            if let byte = UInt8(part.prefix(3), radix: 8) { bytes.append(byte) }
            bytes += part.dropFirst(3).utf8
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What to say of so much room.
    static func finding(room: Int64) -> Finding {
        let megabytes = room / 1_048_576
        if room < roomMinimum {
            return Finding(
                Self.subject,
                .wrong,
                "There are \(megabytes) MiB left: commands will fail when they are used up; make room now."
            )
        }
        guard room >= roomWarning else {
            return Finding(
                Self.subject,
                .warning,
                "There are \(megabytes) MiB left: make room soon."
            )
        }
        return Finding(Self.subject, .ok, "There are \(megabytes) MiB left.")
    }

    /// What a file system of this type is.
    static func kind(of type: String) -> Kind {
        switch type {
        case "nfs", "nfs4": .network("NFS")
        case "cifs", "smb3", "smbfs": .network("SMB")
        case "ceph", "afs", "lustre", "gfs2", "ocfs2", "glusterfs", "beegfs": .network(type)
        case "tmpfs", "ramfs": .passing("in memory (\(type))")
        case "overlay", "aufs": .passing("in a container's own layer (\(type))")
        case "9p", "virtiofs", "vboxsf": .unknown(type)
        case _ where type.hasPrefix("fuse"): .unknown(type)
        default: .local
        }
    }
}

extension FileGround.Kind {
    /// What is said of it.
    func finding(about path: String) -> Finding {
        let subject = "file system"
        return switch self {
        case .local: Finding(subject, .ok, "\(path) is on a local file system.")
        case .network(let name):
            Finding(
                subject,
                .wrong,
                """
                \(path) is on \(name), where SQLite's write-ahead log corrupts databases that several machines use: \
                move it to a local disk, and let other machines in through a store process.
                """
            )
        case .passing(let name):
            Finding(
                subject,
                .warning,
                "\(path) is \(name), and does not last: keep the database on a disk; in a container, on a volume."
            )
        case .unknown(let name):
            Finding(
                subject,
                .warning,
                "\(path) is on \(name): see that it is local, and that it keeps locks and shared memory as a disk does."
            )
        }
    }
}
