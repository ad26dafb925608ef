import Glibc

/// The room on the disk that holds a folder.
enum DiskRoom {
    /// The bytes that a cluster needs to start: its configuration, the journal of the database, first log lines.
    static let startBytesMinimum = 1024 * 1024

    /// The sentence about the disk that holds the folder at `path`, if it has less room than a cluster needs to start.
    static func warning(about path: String) -> String? {
        guard let bytes = available(at: path), bytes < startBytesMinimum else { return nil }
        return
            "The disk that holds '\(path)' is full (\(bytes / 1024) KiB are free): make room for "
            + "\(startBytesMinimum / 1024) KiB at least."
    }

    /// The complaint about the file at `path`, which cannot be written because of `error`, an `errno`.
    static func complaint(about path: String, _ error: Int32) -> Complaint {
        switch error {
        case ENOSPC, EDQUOT:
            Complaint(
                "The disk that holds '\(path)' is full, or this user's share of it is: make room, and try again."
            )
        case EROFS:
            Complaint("The disk that holds '\(path)' is read-only: mount it for writing.")
        default:
            Complaint(
                "'\(path)' cannot be written (\(String(cString: strerror(error)))): see that this user may write there."
            )
        }
    }

    /// The bytes that this user may still write; nil if the file system does not say (statvfs(3)).
    private static func available(at path: String) -> Int? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0, facts.f_blocks > 0 else { return nil }
        return Int(clamping: facts.f_bavail &* UInt(facts.f_frsize))
    }
}
