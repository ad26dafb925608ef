import Billets
import Synchronization

/// The number of connections and sockets of each address and user; an event stream counts as a socket.
///
/// It holds an entry for each address and user that has one now, so that it is never larger than the number of
/// connections.
final class ConnectionLedger: Sendable {
    private struct Contents {
        var connectionCount = 0
        var socketCount = 0
        var connections: [ClientAddress: Int] = [:]
        var sockets: [ClientAddress: Int] = [:]
        var users: [UserID: Int] = [:]
    }

    private let limits: ConnectionLimits
    private let socketsMaximum: Int
    private let contents = Mutex(Contents())

    /// Nobody has anything yet; there may be `socketsMaximum` sockets in all.
    init(limits: ConnectionLimits, socketsMaximum: Int) {
        self.limits = limits
        self.socketsMaximum = socketsMaximum
    }

    /// Counts one more connection from `peer`, if it may have one; `isCounted` is whether it counts for its
    /// address, too.
    ///
    /// - Returns: whether it may. Whoever gets a yes tells `connectionClosed` later.
    func connectionOpened(from peer: ClientAddress, isCounted: Bool) -> Bool {
        contents.withLock { contents in
            guard contents.connectionCount < limits.connectionsMaximum else { return false }
            if isCounted {
                let count = contents.connections[peer.holder, default: 0]
                guard limits.connectionsPerAddress.allowsMore(than: count) else { return false }
                contents.connections[peer.holder] = count + 1
            }
            contents.connectionCount += 1
            return true
        }
    }

    /// A connection that was counted is closed.
    func connectionClosed(from peer: ClientAddress, isCounted: Bool) {
        contents.withLock { contents in
            contents.connectionCount -= 1
            if isCounted { contents.connections.removeOne(peer.holder) }
        }
    }

    /// True if there are as many sockets as there may be.
    var isFull: Bool {
        contents.withLock { $0.socketCount >= socketsMaximum }
    }

    /// Whether a socket of `user` from `address` could be opened now.
    func hasRoom(for user: UserID, from address: ClientAddress) -> Bool {
        contents.withLock { hasRoom($0, user, address) }
    }

    /// Counts one more socket of `user` from `address`, if there may be one.
    ///
    /// - Returns: whether there may. Whoever gets a yes tells `socketClosed` later.
    func socketOpened(by user: UserID, from address: ClientAddress) -> Bool {
        contents.withLock { contents in
            guard hasRoom(contents, user, address) else { return false }
            contents.socketCount += 1
            contents.sockets[address.holder, default: 0] += 1
            contents.users[user, default: 0] += 1
            return true
        }
    }

    /// A socket that was counted is closed.
    func socketClosed(by user: UserID, from address: ClientAddress) {
        contents.withLock { contents in
            contents.socketCount -= 1
            contents.sockets.removeOne(address.holder)
            contents.users.removeOne(user)
        }
    }

    /// Whether nothing is counted, and nothing is kept.
    var isEmpty: Bool {
        contents.withLock { contents in
            contents.connectionCount == 0 && contents.connections.isEmpty
                && contents.socketCount == 0 && contents.sockets.isEmpty && contents.users.isEmpty
        }
    }

    private func hasRoom(
        _ contents: borrowing Contents,
        _ user: UserID,
        _ address: ClientAddress
    ) -> Bool {
        contents.socketCount < socketsMaximum
            && limits.socketsPerAddress.allowsMore(
                than: contents.sockets[address.holder, default: 0]
            )
            && limits.socketsPerUser.allowsMore(than: contents.users[user, default: 0])
    }
}

extension Dictionary where Value == Int {
    /// Counts one less, and forgets who has none.
    fileprivate mutating func removeOne(_ key: Key) {
        guard let count = self[key] else { return }
        self[key] = count > 1 ? count - 1 : nil
    }
}
