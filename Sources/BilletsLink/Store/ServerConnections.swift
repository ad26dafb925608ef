import NIOCore
import Synchronization

/// The listening channel of a server and its connections, so that it can be stopped by closing them.
///
/// Cancelling the task of a gRPC server is no way to stop it (gRPC Swift 2.4.3): a connection or call that
/// comes in at that moment is dropped unread, and SwiftNIO ends the process at that ("Deinited
/// NIOAsyncWriter without calling finish()"). What is closed comes to its end by itself.
final class ServerConnections: Sendable {
    private struct State {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        /// The oldest first.
        var unadmitted: [UnadmittedConnection] = []
    }

    private struct UnadmittedConnection {
        let channel: any Channel
        let peer: String
        let deadline: Scheduled<Void>
    }

    /// How many turns of all event loops it takes, at most, until a connection that was accepted is with
    /// the server: to its own loop, back to the listener's, to its own, and one to spare.
    private static let acceptTurnsMaximum = 4

    /// When the server has got so far that it binds, or never will.
    let attempt = Ending()

    private let eventLoops: any EventLoopGroup
    private let admissionTimeout: TimeAmount
    private let onDismissal: @Sendable (_ peer: String) -> Void
    private let state = Mutex(State())

    /// No channels yet; all that come run on `eventLoops`.
    ///
    /// A TCP connection that is not admitted within `admissionTimeout` is closed, and `onDismissal` is told its peer.
    init(
        eventLoops: any EventLoopGroup,
        admissionTimeout: Duration,
        onDismissal: @escaping @Sendable (_ peer: String) -> Void
    ) {
        self.eventLoops = eventLoops
        self.admissionTimeout = TimeAmount(admissionTimeout)
        self.onDismissal = onDismissal
    }

    /// Whether the server has got so far that it binds.
    var hasListener: Bool { state.withLock { $0.listener != nil } }

    /// The server is about to listen.
    func isListening(_ channel: any Channel) -> EventLoopFuture<Void> {
        state.withLock { $0.listener = channel }
        attempt.reach()
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// A connection was accepted.
    func isAccepted(_ channel: any Channel) -> EventLoopFuture<Void> {
        let id = ObjectIdentifier(channel)
        state.withLock { $0.connections[id] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.connections.removeValue(forKey: id) }
            self.takeUnadmitted { $0.channel === channel }?.deadline.cancel()
        }
        // A Unix-domain socket has no names for its peers: only users on this machine whom its mode admits connect.
        if let peer = Self.name(ofPeerOf: channel) { awaitAdmission(of: channel, peer) }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// A call of `peer`, as gRPC names it, passed all guards: its connection may stay.
    func admit(_ peer: String) {
        takeUnadmitted { $0.peer == peer }?.deadline.cancel()
    }

    private func awaitAdmission(of channel: any Channel, _ peer: String) {
        let deadline = channel.eventLoop.scheduleTask(in: admissionTimeout) {
            if self.takeUnadmitted({ $0.channel === channel }) != nil {
                self.dismiss(channel, peer)
            }
        }
        let surplus = state.withLock { state -> UnadmittedConnection? in
            state.unadmitted.append(
                UnadmittedConnection(channel: channel, peer: peer, deadline: deadline)
            )
            let isFull = state.unadmitted.count > LinkLimits.unadmittedConnectionsMaximum
            return isFull ? state.unadmitted.removeFirst() : nil
        }
        guard let surplus else { return }
        surplus.deadline.cancel()
        dismiss(surplus.channel, surplus.peer)
    }

    private func dismiss(_ channel: any Channel, _ peer: String) {
        onDismissal(peer)
        channel.close(promise: nil)
    }

    private func takeUnadmitted(
        _ isMeant: (UnadmittedConnection) -> Bool
    ) -> UnadmittedConnection? {
        state.withLock { state in
            state.unadmitted.firstIndex(where: isMeant).map { state.unadmitted.remove(at: $0) }
        }
    }

    /// The name of the other end of a TCP connection, as gRPC gives it to calls; nil for another kind of connection.
    private static func name(ofPeerOf channel: any Channel) -> String? {
        guard let address = channel.remoteAddress, let port = address.port else { return nil }
        return switch address {
        case .v4(let host): "ipv4:\(host.host):\(port)"
        case .v6(let host): "ipv6:[\(host.host)]:\(port)"
        case .unixDomainSocket: nil
        }
    }

    /// Accepts nothing more, and waits until whatever was accepted is with the server; also if the task is
    /// cancelled.
    func stopAccepting() async {
        guard let listener = state.withLock({ $0.listener }) else { return }
        // It fails if the channel is closed already: so much the better.
        try? await listener.setOption(.autoRead, value: false).get()
        for _ in 0..<Self.acceptTurnsMaximum {
            for eventLoop in eventLoops.makeIterator() {
                try? await eventLoop.submit {}.get()
            }
        }
    }

    /// Closes all connections, whatever they are doing.
    func closeAll() {
        for channel in state.withLock({ $0.connections }).values { channel.close(promise: nil) }
    }
}
