import NIOCore

/// Says something as soon as its connection is there, and tells the first line of what comes.
final class FirstLineReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let words: String
    private let tell: @Sendable (String) -> Void
    private var hasTold = false

    init(saying words: String, _ tell: @escaping @Sendable (String) -> Void) {
        self.words = words
        self.tell = tell
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: words)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasTold else { return }
        hasTold = true
        let text = String(buffer: unwrapInboundIn(data))
        tell(String(text.prefix { !$0.isNewline }))
    }
}
