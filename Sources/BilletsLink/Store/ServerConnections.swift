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
    }

    /// How many turns of all event loops it takes, at most, until a connection that was accepted is with
    /// the server: to its own loop, back to the listener's, to its own, and one to spare.
    private static let acceptTurnsMaximum = 4

    /// When the server has got so far that it binds, or never will.
    let attempt = Ending()

    private let eventLoops: any EventLoopGroup
    private let state = Mutex(State())

    /// No channels yet; all that come run on `eventLoops`.
    init(eventLoops: any EventLoopGroup) {
        self.eventLoops = eventLoops
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
        }
        return channel.eventLoop.makeSucceededVoidFuture()
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
