import NIOCore
import NIOHTTP1

/// Reads the answer of a server that does not upgrade, and fails with it.
final class RefusalReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let promise: EventLoopPromise<OpenSocket>
    private var status = 0
    private var body = ""

    /// Fails `promise` with what is read.
    init(_ promise: EventLoopPromise<OpenSocket>) {
        self.promise = promise
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let bytes): body += String(buffer: bytes)
        case .end:
            promise.fail(HandshakeRefused(status: status, body: body))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(HandshakeRefused(status: status, body: body))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }
}
