import NIOCore

/// Hands what comes over a connection to a stream, which ends with the connection.
final class RawReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let chunk: AsyncStream<ByteBuffer>.Continuation

    init(_ chunk: AsyncStream<ByteBuffer>.Continuation) {
        self.chunk = chunk
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        chunk.yield(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        chunk.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
