import Billets

/// A socket's question for its place in the stream.
struct CatchUpRequest: Sendable {
    /// Who asks.
    let socket: SocketReference

    /// The number of the question, for its answer.
    let generation: UInt32

    /// What is asked for.
    let want: Want

    /// The questions there are.
    enum Want: Sendable {
        /// All tickets.
        case snapshot

        /// What has happened since a place that the client remembers.
        case since(Cursor)

        /// The next part of an answer whose last part reached up to this revision.
        case more(after: Revision)
    }

    /// The answer to this question.
    func answer(_ content: CatchUp.Content) {
        socket.group.post(.catchUp(socket, CatchUp(generation: generation, content: content)))
    }
}
