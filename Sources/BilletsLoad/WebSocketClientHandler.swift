import BilletsDeflate
import NIOCore
import NIOWebSocket

/// Turns the frames of a server into `ServerFrame`s, inflates what is compressed, and answers pings and goodbyes.
final class WebSocketClientHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    private let receive: @Sendable (ServerFrame) -> Void
    private let compression: SocketCompressionCount?
    private var hasEnded = false

    /// Hands what comes to `receive`; if compression was agreed on, it is counted.
    init(
        _ compression: SocketCompressionCount?,
        receive: @escaping @Sendable (ServerFrame) -> Void
    ) {
        self.compression = compression
        self.receive = receive
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var payload = frame.unmaskedData
        switch frame.opcode {
        case .text:
            guard let text = text(of: frame) else {
                context.close(promise: nil)
                return
            }
            receive(.text(text))
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

    /// The text of a frame; nil if it was not compressed as agreed.
    private func text(of frame: WebSocketFrame) -> [UInt8]? {
        let bytes = Array(frame.unmaskedData.readableBytesView)
        guard let compression else { return frame.rsv1 ? nil : bytes }
        guard let text = frame.rsv1 ? try? ClientDeflate.inflater.inflate(bytes) : bytes else {
            return nil
        }
        compression.note(
            isCompressed: frame.rsv1,
            wireBytes: bytes.count,
            textBytes: text.count
        )
        return text
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
