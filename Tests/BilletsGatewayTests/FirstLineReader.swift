import NIOCore

/// Tells the first line of what comes over a connection.
final class FirstLineReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let tell: @Sendable (String) -> Void
    private var hasTold = false

    init(_ tell: @escaping @Sendable (String) -> Void) {
        self.tell = tell
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasTold else { return }
        hasTold = true
        let text = String(buffer: unwrapInboundIn(data))
        tell(String(text.prefix { !$0.isNewline }))
    }
}
