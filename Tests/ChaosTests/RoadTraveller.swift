import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A bare connection that remembers what came.
final class RoadTraveller: Sendable {
    private struct Seen {
        var text = ""
        var hasEnded = false
        var wasReset = false
    }

    private let seen = Mutex(Seen())
    private let channel = Mutex<(any Channel)?>(nil)

    private init() {}

    /// A connection to a port of the loopback.
    static func connect(to port: Int) async throws -> RoadTraveller {
        let traveller = RoadTraveller()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Ear(traveller))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        traveller.channel.withLock { $0 = channel }
        return traveller
    }

    /// A connection to a port of the loopback where somebody takes connections, but resets each at once.
    ///
    /// - Returns: the connection, which is about to end; nil if it was reset or refused before it was one.
    static func connectBriefly(to port: Int) async throws -> RoadTraveller? {
        do {
            return try await connect(to: port)
        } catch let error as NIOConnectionError {
            guard !error.connectionErrors.isEmpty,
                error.connectionErrors.allSatisfy({ isRejection($0.error) })
            else { throw error }
            return nil
        }
    }

    private static func isRejection(_ error: any Error) -> Bool {
        switch (error as? IOError)?.errnoCode {
        case ECONNRESET, ECONNREFUSED: true
        default: false
        }
    }

    /// Whether the end came as a reset.
    var wasReset: Bool { seen.withLock { $0.wasReset } }

    /// Sends a text.
    func send(_ text: String) {
        channel.withLock { $0 }?.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    /// Ends the connection.
    func close() {
        channel.withLock { $0 }?.close(promise: nil)
    }

    /// Waits until so many bytes have come, and answers all that have.
    func receive(count: Int) async throws -> String {
        while true {
            let text = seen.withLock { $0.text }
            if text.utf8.count >= count { return text }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Waits until the connection has ended.
    func waitForEnd() async throws {
        while !seen.withLock({ $0.hasEnded }) { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Whether nothing comes in the time in which an echo would have.
    func isSilent() async -> Bool {
        let before = seen.withLock { $0.text }
        try? await Task.sleep(for: .milliseconds(50))
        return seen.withLock { $0.text == before && !$0.hasEnded }
    }

    private final class Ear: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let traveller: RoadTraveller

        init(_ traveller: RoadTraveller) {
            self.traveller = traveller
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            traveller.seen.withLock { $0.text += text }
        }

        func channelInactive(context: ChannelHandlerContext) {
            traveller.seen.withLock { $0.hasEnded = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            let code = (error as? IOError)?.errnoCode
            traveller.seen.withLock { $0.wasReset = $0.wasReset || code == ECONNRESET }
            context.close(promise: nil)
        }
    }
}
