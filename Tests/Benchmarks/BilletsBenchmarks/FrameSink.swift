import Benchmark
import NIOCore
import NIOWebSocket

/// The end of a pipeline: counts the frames of a client.
final class FrameSink: ChannelInboundHandler {
    /// What comes in.
    typealias InboundIn = WebSocketFrame

    /// How many have come.
    private(set) var frames = 0

    /// A frame came.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        blackHole(unwrapInboundIn(data).fin)
        frames += 1
    }
}
