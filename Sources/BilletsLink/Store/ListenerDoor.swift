import NIOCore
import Synchronization

/// The door by which connections come in: it is shut before a server stops.
///
/// gRPC Swift 2.4.3 drops a connection that is accepted at the very moment at which its server stops,
/// and SwiftNIO ends the process at that ("Deinited NIOAsyncWriter without calling finish()").
final class ListenerDoor: Sendable {
    /// How long a connection that has been accepted may take to reach the server: some turns of event loops
    /// and of a task.
    private static let settling = TimeAmount.milliseconds(100)

    private let listener = Mutex<(any Channel)?>(nil)

    /// The server listens with `channel`.
    func isBound(to channel: any Channel) -> EventLoopFuture<Void> {
        listener.withLock { $0 = channel }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// Accepts nothing more, and waits until whatever was accepted has come in; also if the task is
    /// cancelled.
    func shut() async {
        guard let channel = listener.withLock({ $0 }) else { return }
        let settled = channel.setOption(.autoRead, value: false).flatMap {
            channel.eventLoop.scheduleTask(in: Self.settling) {}.futureResult
        }
        // It fails if the channel is closed already: so much the better.
        try? await settled.get()
    }
}
