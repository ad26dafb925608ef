/// The server answered the handshake with something else than an upgrade.
public struct HandshakeRefused: Error, Hashable, Sendable {
    /// The HTTP status.
    public let status: Int

    /// The body of the answer, as far as it came.
    public let body: String
}
