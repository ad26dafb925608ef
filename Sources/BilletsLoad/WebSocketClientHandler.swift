import NIOCore
import NIOWebSocket

/// Turns the frames of a server into `ServerFrame`s, and answers pings and goodbyes.
final class WebSocketClientHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    private let receive: @Sendable (ServerFrame) -> Void
    private var hasEnded = false

    /// Hands what comes to `receive`.
    init(receive: @escaping @Sendable (ServerFrame) -> Void) {
        self.receive = receive
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var payload = frame.unmaskedData
        switch frame.opcode {
        case .text:
            receive(.text(Array(payload.readableBytesView)))
        case .ping:
            let pong = ClientFraming.frame(.pong, payload: Array(payload.readableBytesView))
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
            receive(.ping)
        case .pong:
            receive(.pong)
        case .connectionClose:
            let echo = Array(payload.readableBytesView.prefix(2))
            let code = payload.readInteger(as: UInt16.self)
            receive(.close(code: code, reason: String(buffer: payload)))
            let goodbye = ClientFraming.frame(.connectionClose, payload: echo)
            context.writeAndFlush(wrapOutboundOut(goodbye), promise: nil)
        default:
            break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func end() {
        guard !hasEnded else { return }
        hasEnded = true
        receive(.ended)
    }
}
