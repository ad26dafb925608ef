import Billets
import CHiredis
import Glibc

/// An epoll instance: waits until one of several descriptors can be read or written.
///
/// Used from one thread only.
final class Poller {
    /// A descriptor that waits no longer.
    struct Readiness {
        /// What it was registered as.
        let token: UInt64

        /// Reading will not block; true as well after an error, which reading then brings to light.
        let canRead: Bool

        /// Writing will not block; true as well after an error.
        let canWrite: Bool
    }

    private let descriptor: Int32

    /// An instance that watches nothing.
    ///
    /// - Throws: `unavailable` if the process has no descriptors left.
    init() throws(Rejection) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw .noDescriptors(during: "epoll_create1") }
    }

    deinit {
        close(descriptor)
    }

    /// Begins to watch `watched`.
    func add(_ watched: Int32, token: UInt64, reads: Bool, writes: Bool) {
        control(EPOLL_CTL_ADD, watched, token: token, reads: reads, writes: writes)
    }

    /// Watches `watched` for something else from now on.
    func change(_ watched: Int32, token: UInt64, reads: Bool, writes: Bool) {
        control(EPOLL_CTL_MOD, watched, token: token, reads: reads, writes: writes)
    }

    /// Ends to watch `watched`.
    func remove(_ watched: Int32) {
        control(EPOLL_CTL_DEL, watched, token: 0, reads: false, writes: false)
    }

    /// Waits until something is ready, or `deadline` has come.
    func wait(until deadline: ContinuousClock.Instant?) -> [Readiness] {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.readyMaximum)
        let timeout = deadline.map { Self.milliseconds(until: $0) } ?? -1
        let count = unsafe epoll_wait(descriptor, &events, Int32(Self.readyMaximum), timeout)
        guard count > 0 else { return [] }
        return unsafe events.prefix(Int(count)).map { event in
            let mask = unsafe event.events
            let failed = mask & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            return Readiness(
                token: unsafe event.data.u64,
                canRead: failed || mask & EPOLLIN.rawValue != 0,
                canWrite: failed || mask & EPOLLOUT.rawValue != 0
            )
        }
    }

    /// The two connections and the wake-up.
    private static let readyMaximum = 3

    private func control(
        _ operation: Int32,
        _ watched: Int32,
        token: UInt64,
        reads: Bool,
        writes: Bool
    ) {
        var event = unsafe epoll_event()
        unsafe event.events = (reads ? EPOLLIN.rawValue : 0) | (writes ? EPOLLOUT.rawValue : 0)
        unsafe event.data.u64 = token
        _ = unsafe epoll_ctl(descriptor, operation, watched, &event)
    }

    /// Rounded up: waking a moment too early would make the loop spin until the deadline.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return 0 }
        return Int32(clamping: left.components.seconds * 1000 + 1)
            &+ Int32(left.components.attoseconds / 1_000_000_000_000_000)
    }
}
