import Billets
import Glibc

extension DatabaseFile {
    /// The number of times that the locks of other processes are read before a database is refused because of them.
    private static let lockReadings = 5

    /// Takes the writer lock of the database and looks into its file, so that nobody writes between the two.
    ///
    /// As long as there is no lock file, the file is examined first, so that none is left beside a file that is not a
    /// database of ours.
    ///
    /// - Parameters:
    ///   - waitMaximum: how long to wait for other processes.
    ///   - accept: throws if the content is not what the caller can use.
    /// - Returns: the lock, which the caller releases, and the content.
    /// - Throws: `unavailable` if the lock cannot be had, or the file cannot be used.
    func lock(
        waitMaximum: Duration = StoreBounds().writerLockWaitMaximum,
        accepting accept: (Content) throws(Rejection) -> Void
    ) throws(Rejection) -> (WriterLock, Content) {
        if access(WriterLock.path(ofDatabaseAt: path), F_OK) != 0 { try accept(content()) }
        let lock = try WriterLock(ofDatabaseAt: path, waitMaximum: waitMaximum)
        try lock.acquire()
        do throws(Rejection) {
            try refuseForeignCompanions()
            let content = try content()
            try accept(content)
            return (lock, content)
        } catch {
            lock.release()
            throw error
        }
    }

    /// Sees that the log and the shared memory beside the file are its own.
    ///
    /// SQLite believes the shared memory of a log that others use, whatever file is at the database's path by now
    /// (https://www.sqlite.org/howtocorrupt.html).
    private func refuseForeignCompanions() throws(Rejection) {
        var log = stat()
        let hasLog = stat(path + "-wal", &log) == 0
        guard exists else {
            if hasLog, log.st_size > 0 { throw DatabaseProblem.strayLog(path).rejection() }
            return
        }
        // The kernel tells the locks page by page, and one that is there may be missing while others change.
        for _ in 0..<Self.lockReadings {
            let locks = FileLocks()
            guard !locks.holders(of: path + "-shm").isEmpty,
                !hasLog || locks.holders(of: path).isEmpty
            else { return }
        }
        throw DatabaseProblem.foreignUsers(path).rejection()
    }
}
