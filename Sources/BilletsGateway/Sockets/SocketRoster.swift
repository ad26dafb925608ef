import Billets

/// The sockets of one event loop, each at a place, which says where it is on the fast path, too.
struct SocketRoster {
    /// All of them, in no order.
    private(set) var sockets: ContiguousArray<SocketHandler> = []

    private var fastPath = FastPath()

    /// Takes a socket in.
    mutating func add(_ socket: SocketHandler) {
        socket.place = sockets.count
        sockets.append(socket)
        fastPath.append()
    }

    /// Lets a socket go.
    ///
    /// - Returns: whether it was there.
    mutating func remove(_ socket: SocketHandler) -> Bool {
        guard let place = socket.place, let last = sockets.popLast() else { return false }
        if last !== socket {
            sockets[place] = last
            last.place = place
        }
        fastPath.remove(at: place)
        socket.place = nil
        return true
    }

    /// Puts a socket on the fast path, which has seen everything up to `through`.
    mutating func joinFastPath(
        _ socket: SocketHandler,
        _ descriptor: FastPath.Descriptor,
        through: Revision
    ) {
        guard let place = socket.place else { return }
        fastPath.join(at: place, descriptor, socket.form, through: through)
    }

    /// Takes a socket off the fast path.
    ///
    /// - Returns: what it has seen; nil if it was not on it.
    mutating func leaveFastPath(_ socket: SocketHandler) -> Revision? {
        socket.place.flatMap { fastPath.leave(at: $0) }
    }

    /// Lets `batch` pass by the sockets on the fast path.
    ///
    /// - Returns: the other sockets, whose handlers must be offered it; their places may change meanwhile.
    mutating func pass(
        _ batch: FrameBatch,
        _ tally: SocketTally
    ) -> [(SocketHandler, FastPath.Fall?)] {
        let outcome = fastPath.pass(batch, send: SocketOutlet.sendAtOnce)
        tally.sent(bytes: outcome.sentBytes)
        tally.delivered(outcome.deliveries)
        return outcome.strays.map { (sockets[$0.place], $0.fall) }
    }
}
