/// The sockets that a gateway can hold within the descriptors that its process may have.
struct DescriptorBudget: Hashable, Sendable {
    /// The descriptors that a gateway needs for itself beside its event loops: the database and its log, the bus, the
    /// link, what listens, and a few connections that are being refused.
    static let ownDescriptors = 64

    /// The descriptors of an event loop: epoll(7), eventfd(2) and timerfd_create(2).
    static let descriptorsOfLoop = 3

    /// The most connections that are kept for HTTP requests while sockets take the rest.
    static let requestsMaximum = 128

    /// Fewer sockets than this are worth a warning.
    static let socketsWarning = 1000

    /// The advice where there are too few descriptors.
    static let advice =
        "For more, raise the hard limit of descriptors (ulimit -Hn, LimitNOFILE in systemd)."

    /// The number of descriptors that the process may have.
    let limit: Int

    /// The number of threads that hold sockets.
    let eventLoops: Int

    /// The most connections at a time, HTTP requests and sockets together.
    var connections: Int {
        max(0, limit - Self.ownDescriptors - Self.descriptorsOfLoop * eventLoops)
    }

    /// The most sockets at a time.
    var sockets: Int {
        connections - min(Self.requestsMaximum, (connections + 3) / 4)
    }

    /// True if there are so few sockets that somebody should know.
    var isSmall: Bool { sockets < Self.socketsWarning }

    /// Sees that there can be sockets at all.
    ///
    /// - Throws: a `Complaint` if there can be none.
    func requireSockets() throws {
        guard sockets > 0 else {
            throw Complaint(
                "This process may have \(limit) sockets and files, which leaves none for clients: raise the hard "
                    + "limit of descriptors (ulimit -Hn, LimitNOFILE in systemd)."
            )
        }
    }
}
