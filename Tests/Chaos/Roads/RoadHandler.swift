import NIOCore

/// Hands what comes from one end of a connection to the connection itself.
final class RoadHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let end: RoadEnd
    private let connection: RoadConnection

    /// The handler at `end`.
    init(_ end: RoadEnd, of connection: RoadConnection) {
        self.end = end
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.arrived(unwrapInboundIn(data), from: end)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.ended(end)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection.writabilityChanged(at: end)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset at one end is a reset at the other.
        connection.reset()
    }
}
