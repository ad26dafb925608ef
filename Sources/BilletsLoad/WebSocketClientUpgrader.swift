import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Opens a socket: the handshake is NIO's, the pipeline is ours.
///
/// NIO's own upgrader always adds its frame encoder, through which bytes that are already frames, or
/// deliberately none, cannot be written.
final class WebSocketClientUpgrader: NIOTypedHTTPClientProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    private let handshake = NIOTypedWebSocketClientUpgrader<Void> { channel, _ in
        channel.eventLoop.makeSucceededVoidFuture()
    }
    private let receive: @Sendable (ServerFrame) -> Void

    /// Hands what comes to `receive`.
    init(receive: @escaping @Sendable (ServerFrame) -> Void) {
        self.receive = receive
    }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
        handshake.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        handshake.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
    }

    func upgrade(
        channel: any Channel,
        upgradeResponse: HTTPResponseHead
    ) -> EventLoopFuture<EventLoopFuture<any Channel>> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = WebSocketFrameDecoder(maxFrameSize: WebSocketClient.frameBytesMaximum)
            try pipeline.addHandler(ByteToMessageHandler(decoder))
            try pipeline.addHandler(WebSocketClientHandler(receive: receive))
            return channel.eventLoop.makeSucceededFuture(channel)
        }
    }
}
