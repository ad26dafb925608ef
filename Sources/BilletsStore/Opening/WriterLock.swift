import Billets
import Dispatch
import Glibc
import Synchronization

/// The lock file beside a database, which one process at a time holds while it writes.
///
/// SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write or checkpoint
/// at the same moment (https://www.sqlite.org/wal.html#walresetbug), which several gateways on one
/// file do every day. So whoever writes holds this lock: around each transaction, with the checkpoint
/// that SQLite appends to it, while opening and migrating, and while closing. It also lets waiting
/// processes in by turns, where SQLite's busy handler sleeps and polls.
///
/// The file is never deleted: whoever waited for the deleted one would exclude nobody.
final class WriterLock: Sendable {
    private struct Wait {
        let granted = DispatchSemaphore(value: 0)
        var isWanted = true
    }

    /// The lock file.
    let file: HeldFile

    private let descriptor: Int32
    private let waitMaximum: Duration
    private let pending = Mutex<Wait?>(nil)

    /// The lock of a database; each value excludes every other, also in the same process.
    ///
    /// - Throws: `unavailable` if the file cannot be made.
    init(ofDatabaseAt path: String, waitMaximum: Duration) throws(Rejection) {
        self.waitMaximum = waitMaximum
        let lockPath = Self.path(ofDatabaseAt: path)
        let descriptor = try LockFile.open(lockPath, ofDatabaseAt: path)
        do throws(Rejection) {
            file = try HeldFile(at: lockPath, descriptor: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// The path of the lock file of the database at `path`.
    static func path(ofDatabaseAt path: String) -> String {
        path + "-writer.lock"
    }

    deinit {
        close(descriptor)
    }

    /// Waits until no other process writes, and keeps others from writing; not called again before
    /// `release`, and never on a thread of Swift's concurrency.
    ///
    /// - Throws: `unavailable` after `waitMaximum`, if the lock file is not the one at its path, for then others lock
    ///   another one, or if the file system knows no locks.
    func acquire() throws(Rejection) {
        try acquireUnchecked()
        do throws(Rejection) {
            try file.check()
        } catch {
            release()
            throw error
        }
    }

    /// Waits as `acquire` does, whatever has become of the lock file.
    func acquireUnchecked() throws(Rejection) {
        guard let wait = try begin() else { return }
        let deadline = DispatchTime.now() + .milliseconds(Int(waitMaximum.wholeMilliseconds))
        guard wait.wait(timeout: deadline) == .timedOut else { return }
        let isGranted = pending.withLock { pending in
            pending?.isWanted = false
            return pending == nil
        }
        guard !isGranted else { return wait.wait() }
        throw Rejection(
            .unavailable,
            """
            Another process has been writing the database for too long: try again in a moment, and \
            look for a les-billets that hangs if this goes on.
            """
        )
    }

    /// Lets others write.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    /// Takes the lock if it is free; otherwise answers what to wait for.
    private func begin() throws(Rejection) -> DispatchSemaphore? {
        try pending.withLock { pending throws(Rejection) in
            if pending != nil {
                // An earlier wait was given up; the kernel goes on with it, and this one joins it.
                pending?.isWanted = true
                return pending?.granted
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw Rejection(
                    .unavailable,
                    "The lock file of the database does not work: keep it on a local file system.",
                    cause: Self.reason(errno)
                )
            }
            let wait = Wait()
            pending = wait
            // Ends when the other process releases the lock or dies: the kernel sees to that.
            DispatchQueue.global().async { self.waitInKernel() }
            return wait.granted
        }
    }

    private func waitInKernel() {
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
        pending.withLock { pending in
            if pending?.isWanted == true { pending?.granted.signal() } else { release() }
            pending = nil
        }
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
