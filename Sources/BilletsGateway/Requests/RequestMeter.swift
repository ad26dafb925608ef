import NIOCore

/// Shows a connection's bytes to its guard before they are decoded, and keeps back what is not wanted any more:
/// the decoder would keep what it does not read, without a bound.
final class RequestMeter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let guardian: RequestGuard

    /// The meter before the decoder of a connection.
    init(guardian: RequestGuard) {
        self.guardian = guardian
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if guardian.willDecode(unwrapInboundIn(data)) { context.fireChannelRead(data) }
    }
}
