import Glibc

/// The faults of a file that a store has open, and their undoing.
enum FileDeed: String, CaseIterable, Sendable {
    /// Its name is removed.
    case remove

    /// It gets another name.
    case rename

    /// A copy of it takes its place.
    case replace

    /// The folder that holds it gets another name.
    case moveFolder

    /// A call that failed.
    struct Failure: Error {
        /// Its error number.
        let code = errno
    }

    /// Does it to the file at `path`.
    ///
    /// - Returns: what puts the very file back.
    func perform(on path: String) throws -> @Sendable () throws -> Void {
        let spare = path + ".spare"
        switch self {
        case .remove:
            try Self.check(link(path, spare))
            try Self.check(unlink(path))
            return { try Self.check(Glibc.rename(spare, path)) }
        case .rename:
            try Self.check(Glibc.rename(path, spare))
            return { try Self.check(Glibc.rename(spare, path)) }
        case .replace:
            try Self.check(Glibc.rename(path, spare))
            try Self.copy(spare, to: path)
            return { try Self.check(Glibc.rename(spare, path)) }
        case .moveFolder:
            let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
            try Self.check(Glibc.rename(folder, folder + "-moved"))
            return { try Self.check(Glibc.rename(folder + "-moved", folder)) }
        }
    }

    private static func check(_ result: Int32) throws {
        guard result == 0 else { throw Failure() }
    }

    /// Copies in another process: closing the file in this one would give up SQLite's locks on it.
    private static func copy(_ source: String, to target: String) throws {
        let words = ["cp", source, target].map { (word: String) in strdup(word) }
        defer { for word in words { free(word) } }
        var id = pid_t()
        guard posix_spawnp(&id, "cp", nil, nil, words + [nil], environ) == 0 else {
            throw Failure()
        }
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        guard status == 0 else { throw Failure() }
    }
}
