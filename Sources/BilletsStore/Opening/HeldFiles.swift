import Billets
import Synchronization

/// The files that are held open for one database: the database, its write-ahead log, the log's shared memory, and the
/// lock file.
///
/// SQLite makes log and shared memory anew only after the last connection to a database has closed, so while one is
/// open they stay the files that they were.
final class HeldFiles: Sendable {
    private struct Contents {
        var files: [HeldFile] = []
        var log: HeldFile?
    }

    private let path: String
    private let named: String
    private let database: HeldFile
    private let contents = Mutex(Contents())

    /// The files of `database`, which is about to be opened; `named` is its path as the operator wrote it, which
    /// may lead through symbolic links that change.
    ///
    /// - Throws: `unavailable` if there is no such file.
    init(of database: DatabaseFile, named: String) throws(Rejection) {
        path = database.path
        self.named = named
        self.database = try HeldFile(at: database.path)
    }

    /// Remembers which files a connection has opened, and the lock file; the caller holds the writer lock.
    ///
    /// - Throws: `unavailable` if the database was replaced while it was being opened.
    func hold(with lock: WriterLock) throws(Rejection) {
        let log = try HeldFile(at: path + "-wal")
        var files = [database, log, try HeldFile(at: path + "-shm"), lock.file]
        if named != path { files.append(try HeldFile(at: named)) }
        for file in files { try file.check() }
        contents.withLock { $0 = Contents(files: files, log: log) }
    }

    /// True if `hold` was called: only connections after the first one can be compared with what it opened.
    var areKnown: Bool {
        contents.withLock { !$0.files.isEmpty }
    }

    /// Compares the files at the paths with the open ones.
    ///
    /// - Throws: `unavailable` if one was removed, renamed or replaced.
    func check() throws(Rejection) {
        for file in contents.withLock({ $0.files }) { try file.check() }
    }

    /// True if the log is missing, and all else is in place.
    var lackOnlyTheLog: Bool {
        let (files, log) = contents.withLock { ($0.files, $0.log) }
        guard let log, !log.isThere else { return false }
        return files.allSatisfy { $0.path == log.path || (try? $0.check()) != nil }
    }
}
