import BilletsChaos
import NIOCore
import NIOPosix

/// A server that sends back what it gets, and a road that leads to it.
struct EchoRig: Sendable {
    /// The road.
    let road: RoadProxy

    /// Makes both, hands them to `body`, and ends them.
    static func with(_ body: (EchoRig) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Echo())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let road = try await RoadProxy.start(
            to: server.localAddress?.port ?? 0,
            on: MultiThreadedEventLoopGroup.singleton
        )
        do {
            try await body(EchoRig(road: road))
        } catch {
            await road.stop()
            try await server.close()
            throw error
        }
        await road.stop()
        try await server.close()
    }

    /// A client at the road's beginning.
    func connect() async throws -> RoadTraveller {
        try await RoadTraveller.connect(to: road.port)
    }

    /// A client at the road's beginning, while it lets nobody in; nil if that came out before it was connected.
    func connectBriefly() async throws -> RoadTraveller? {
        try await RoadTraveller.connectBriefly(to: road.port)
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
