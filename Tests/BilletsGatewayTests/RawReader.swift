import NIOCore

/// Hands what comes over a connection to a stream, which ends with the connection; and says what it was told to say.
final class RawReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let chunk: AsyncStream<ByteBuffer>.Continuation
    private var words: ArraySlice<String>

    init(_ chunk: AsyncStream<ByteBuffer>.Continuation, saying words: [String]) {
        self.chunk = chunk
        self.words = words[...]
    }

    func channelActive(context: ChannelHandlerContext) {
        speak(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        chunk.yield(unwrapInboundIn(data))
        speak(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        chunk.finish()
    }

    private func speak(_ context: ChannelHandlerContext) {
        guard let word = words.popFirst() else { return }
        context.writeAndFlush(NIOAny(ByteBuffer(string: word)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
