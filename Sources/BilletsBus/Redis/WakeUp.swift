import Billets
import CHiredis
import Glibc

/// An eventfd: lets any thread wake the one that waits in a `Poller`.
final class WakeUp: Sendable {
    /// What to watch; it can be read once it has been rung.
    let descriptor: Int32

    /// A wake-up that has not been rung.
    ///
    /// - Throws: `unavailable` if the process has no descriptors left.
    init() throws(Rejection) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .noDescriptors(during: "eventfd") }
    }

    deinit {
        close(descriptor)
    }

    /// Wakes the thread that waits.
    func ring() {
        _ = eventfd_write(descriptor, 1)
    }

    /// Makes it possible to be woken again.
    func silence() {
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &count)
    }
}
