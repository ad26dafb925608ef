/// What a server sends over a socket, whole.
public enum ServerFrame: Hashable, Sendable {
    /// A text message, its bytes.
    case text([UInt8])

    /// A sign of life is asked for; the client has answered it.
    case ping

    /// A sign of life, as the client asked for.
    case pong

    /// The server said goodbye; nil where it gave no code.
    case close(code: UInt16?, reason: String)

    /// The connection is gone: nothing comes any more.
    case ended
}
