import Billets
import Logging

/// What the group says of its sockets, to whoever looks closely: each entry carries the socket's `connection`, which its
/// client knows from Welcome.
extension SocketGroup {
    /// Says what has happened to a socket.
    func log(
        _ message: @autoclosure () -> Logger.Message,
        of socket: SocketHandler,
        _ more: @autoclosure () -> Logger.Metadata = [:]
    ) {
        shared.logger.debug(
            message(),
            metadata: more()
                .merging([
                    "connection": "\(socket.connectionName)", "user": "\(socket.session.user.id)",
                ]) { $1 }
        )
    }

    /// Says that a client was sent away.
    func closed(_ socket: SocketHandler, _ reason: CloseReason) {
        shared.metrics.closed(reason)
        guard reason != .goodbye else { return }
        log("Sent a client away: \(reason.sentence)", of: socket, ["code": "\(reason.code)"])
    }
}
