import NIOHTTP1

/// A request that asks for a WebSocket as it should.
struct UpgradeRequest {
    /// The request.
    let head: HTTPRequestHead

    /// Its contents as a handshake.
    let handshake: SocketHandshake

    /// The request of this head; nil if it is no complete handshake, or asks for something else.
    init?(_ head: HTTPRequestHead) {
        guard head.version != .http1_0, head.method == .GET,
            SocketHandshake.isPath(ofTarget: head.uri),
            case .complete(let handshake) = SocketHandshake.reading(of: { head.headers[$0] })
        else { return nil }
        self.head = head
        self.handshake = handshake
    }
}
