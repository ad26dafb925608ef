import NIOCore

/// A socket as other threads know it: where it lives, and a handle that only its own loop may open.
struct SocketReference: Sendable {
    /// The sockets of its loop.
    let group: SocketGroup

    /// The socket itself.
    let handler: NIOLoopBound<SocketHandler>
}
