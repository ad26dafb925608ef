import NIOCore

/// A connection that has become a socket.
struct OpenSocket: Sendable {
    /// The connection.
    let channel: any Channel

    /// Counts what comes; nil if compression was not agreed on.
    let compression: SocketCompressionCount?
}
