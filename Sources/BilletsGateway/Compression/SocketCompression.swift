/// Whether sockets whose clients offer compression get it (permessage-deflate, RFC 7692).
public enum SocketCompression: String, CaseIterable, Hashable, Sendable {
    /// They do.
    case on

    /// Nobody does.
    case off
}
