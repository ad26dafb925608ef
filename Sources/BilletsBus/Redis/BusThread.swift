import Billets
import Glibc

/// A thread of the operating system that runs one closure, and has to be joined.
struct BusThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private let handle: pthread_t

    /// Starts a thread that runs `body`.
    ///
    /// It takes no signals: those belong to the threads that wait for them; and as hiredis 0.14
    /// writes with `write`, SIGPIPE would otherwise end the process when Redis goes away.
    ///
    /// - Throws: `unavailable` if the process may have no more threads.
    init(_ body: @escaping @Sendable () -> Void) throws(Rejection) {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        // A new thread inherits the mask of the one that makes it.
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var handle = pthread_t()
        let work = unsafe Unmanaged.passRetained(Work(body))
        let code = unsafe pthread_create(
            &handle,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard code == 0 else {
            unsafe work.release()
            throw Rejection(
                .unavailable,
                "The bus cannot start: the process may have no more threads.",
                cause: "pthread_create: errno \(code)"
            )
        }
        self.handle = handle
    }

    /// Waits until the closure has returned, and frees the thread.
    func join() {
        _ = pthread_join(handle, nil)
    }
}
