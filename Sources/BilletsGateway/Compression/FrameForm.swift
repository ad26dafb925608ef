/// In which of its forms a socket is sent what all sockets are sent.
package enum FrameForm: Hashable, Sendable {
    /// As it is.
    case plain

    /// Large messages compressed, small ones as they are: for a socket that negotiated it.
    case compressed
}
