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
    ) -> EventLoopFuture<EventLoopFuture<OpenSocket>> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = WebSocketFrameDecoder(maxFrameSize: WebSocketClient.frameBytesMaximum)
            try pipeline.addHandler(ByteToMessageHandler(decoder))
            let isCompressed = upgradeResponse.headers["sec-websocket-extensions"]
                .contains { $0.hasPrefix("permessage-deflate") }
            let compression = isCompressed ? SocketCompressionCount() : nil
            try pipeline.addHandler(WebSocketClientHandler(compression, receive: receive))
            let socket = OpenSocket(channel: channel, compression: compression)
            return channel.eventLoop.makeSucceededFuture(socket)
        }
    }
}
