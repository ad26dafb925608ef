import NIOCore
import NIOPosix
import Synchronization

/// Many connections that have each sent half a request.
final class HalfOpenCrowd: Sendable {
    /// How many come from one address: fewer than one may have.
    static let connectionsPerAddress = 1000

    /// How many connect at the same time: fewer than a server keeps waiting.
    static let connectingMaximum = 200

    private static let halfHead = "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "

    private let channels = Mutex<[any Channel]>([])
    private let firstLines = Mutex<Set<String>>([])

    /// The first lines of all answers.
    var answers: Set<String> {
        firstLines.withLock { $0 }
    }

    /// Connects `count` times, from 127.0.0.2 and the addresses behind it, and sends half a head each time.
    static func gather(_ count: Int, port: Int) async throws -> HalfOpenCrowd {
        let crowd = HalfOpenCrowd()
        for start in stride(from: 0, to: count, by: connectingMaximum) {
            try await withThrowingTaskGroup { group in
                for number in start..<min(count, start + connectingMaximum) {
                    group.addTask { try await crowd.join(number, port: port) }
                }
                try await group.waitForAll()
            }
        }
        return crowd
    }

    private func join(_ number: Int, port: Int) async throws {
        let source = "127.0.0.\(2 + number / Self.connectionsPerAddress)"
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: SocketAddress(ipAddress: source, port: 0))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        FirstLineReader(saying: Self.halfHead) { [weak self] line in
                            _ = self?.firstLines.withLock { $0.insert(line) }
                        }
                    )
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        channels.withLock { $0.append(channel) }
    }

    /// Waits until the server has closed all of them, and sets `flag` then.
    func waitUntilClosed(_ flag: Flag) async {
        for channel in channels.withLock({ $0 }) { _ = try? await channel.closeFuture.get() }
        flag.set()
    }
}
