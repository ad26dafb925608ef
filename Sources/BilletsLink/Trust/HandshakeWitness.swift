import NIOCore
import NIOSSL

/// Sees in a connection why its two ends cannot speak, and tells it: gRPC keeps that to itself.
final class HandshakeWitness: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The first byte of a TLS record that a handshake begins with, or with which it is refused
    /// (RFC 8446, section 5.1).
    ///
    /// HTTP/2 begins with neither.
    private static let recordTypes: ClosedRange<UInt8> = 21...22

    private let usesTLS: Bool
    private let tell: @Sendable (_ failure: TLSFailure, _ cause: String) -> Void
    private var hasRead = false

    private init(usesTLS: Bool, tell: @escaping @Sendable (TLSFailure, String) -> Void) {
        self.usesTLS = usesTLS
        self.tell = tell
    }

    /// Puts one into the pipeline of `channel`, right behind TLS if that is spoken; `tell` is called on the event
    /// loop, with what was seen and a cause for the log.
    static func watch(
        _ channel: any Channel,
        usesTLS: Bool,
        tell: @escaping @Sendable (_ failure: TLSFailure, _ cause: String) -> Void
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let witness = HandshakeWitness(usesTLS: usesTLS, tell: tell)
            let pipeline = channel.pipeline.syncOperations
            let place: ChannelPipeline.SynchronousOperations.Position =
                usesTLS ? .after(try pipeline.handler(type: NIOSSLHandler.self)) : .first
            try pipeline.addHandler(witness, position: place)
        }
    }

    /// Looks at the first byte, where no TLS is spoken.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !usesTLS, !hasRead {
            hasRead = true
            let buffer = unwrapInboundIn(data)
            let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self)
            if let first, Self.recordTypes.contains(first) {
                tell(.otherSpeaksTLS, "the first byte is that of a TLS record")
            }
        }
        context.fireChannelRead(data)
    }

    /// Looks at what TLS says.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if usesTLS, let failure = TLSFailure(error) {
            tell(failure, String(describing: error))
        }
        context.fireErrorCaught(error)
    }
}
