import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import BilletsGateway

@Suite("AcceptErrors")
struct AcceptErrorsTests {
    /// Notes the errors that reach it.
    private final class Witness: ChannelInboundHandler {
        typealias InboundIn = any Channel

        private(set) var errors = 0

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            errors += 1
        }
    }

    @Test(
        "The trouble of one accepted connection goes no further; the listening channel stays open"
    )
    func stops() throws {
        let witness = Witness()
        let channel = EmbeddedChannel(handlers: [
            AcceptErrors(logger: Logger(label: "test")), witness,
        ])
        channel.pipeline.fireErrorCaught(ChannelError.ioOnClosedChannel)
        #expect(witness.errors == 0)
        _ = try channel.finish()
    }

    @Test("It finds its place behind NIO's acceptor")
    func place() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeSucceededVoidFuture()
            }
        try await AcceptErrors.install(in: server.channel, logger: Logger(label: "test"))
        server.channel.pipeline.fireErrorCaught(ChannelError.ioOnClosedChannel)
        let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(to: try #require(server.channel.localAddress)).get()
        try await server.executeThenClose { accepted in
            var iterator = accepted.makeAsyncIterator()
            let first: Void? = try await iterator.next()
            #expect(first != nil)
        }
        try await client.close()
    }
}
