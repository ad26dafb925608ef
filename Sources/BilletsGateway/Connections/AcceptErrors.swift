import Logging
import NIOCore

/// Keeps the trouble of one accepted connection from ending the acceptance of all others.
///
/// Behind NIO's acceptor it would reach the stream that Hummingbird accepts from, and end it, while the process
/// stays up (hummingbird #812, swift-nio 2.101.2). Errors of the listening socket itself do not come by here: NIO
/// pauses for a second when descriptors run out, and closes the channel on what cannot be mended.
final class AcceptErrors: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// What NIO calls its acceptor.
    private static let acceptorName = "AcceptHandler"

    private let logger: Logger

    /// Tells `logger` of what it stops.
    init(logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("A connection could not be accepted: \(error)")
    }

    /// Puts one behind the acceptor of the channel that a gateway listens at.
    static func install(in channel: any Channel, logger: Logger) async throws {
        try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let acceptor = try pipeline.context(name: acceptorName).handler
            try pipeline.addHandler(AcceptErrors(logger: logger), position: .after(acceptor))
        }.get()
    }
}
