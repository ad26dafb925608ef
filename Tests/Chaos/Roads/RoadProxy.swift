public import NIOCore
import NIOPosix

/// A TCP proxy of the loopback between two processes, with which the road between them can be made bad.
public final class RoadProxy: Sendable {
    /// The port that it listens on.
    public let port: Int

    private let state: RoadState
    private let channel: any Channel

    /// Opens a road that leads to `serverPort` of the loopback, whether or not anybody listens there yet.
    ///
    /// - Parameters:
    ///   - serverPort: where connections are handed on to.
    ///   - dropsMessages: whether the server is a Redis, so that `dropMessages` does something.
    ///   - group: whose event loops do the work.
    /// - Returns: the road, open.
    /// - Throws: if there is no port to listen on.
    public static func start(
        to serverPort: Int,
        dropsMessages: Bool = false,
        on group: any EventLoopGroup
    ) async throws -> RoadProxy {
        let state = RoadState()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = RoadConnection(
                        channel,
                        state: state,
                        serverPort: serverPort,
                        dropsMessages: dropsMessages
                    )
                    try channel.pipeline.syncOperations.addHandler(
                        RoadHandler(.client, of: connection)
                    )
                    // Once the channel is active, and may be closed.
                    channel.eventLoop.execute { connection.start() }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RoadProxy(channel: channel, state: state)
    }

    private init(channel: any Channel, state: RoadState) {
        self.channel = channel
        self.state = state
        port = channel.localAddress?.port ?? 0
    }

    /// How the road is.
    public var condition: RoadCondition { state.condition }

    /// How many connections are on the road.
    public var connections: Int { state.connections.count }

    /// How many messages have been dropped.
    public var messagesDropped: Int { state.messagesDropped }

    /// How many connections have lost something while the road was half open.
    public var losses: Int { state.losses }

    /// Changes how the road is, for the connections that are there too.
    public func change(to condition: RoadCondition) {
        let old = state.change(to: condition)
        for connection in state.connections {
            connection.eventLoop.execute { connection.conditionChanged(from: old) }
        }
    }

    /// Resets every connection on the road.
    public func cut() {
        for connection in state.connections {
            connection.eventLoop.execute { connection.reset() }
        }
    }

    /// Drops the next `count` messages that the Redis at its end pushes to subscribers, in place of any that were
    /// still to be dropped.
    public func dropMessages(_ count: Int) {
        state.dropMessages(count)
    }

    /// Takes no more connections, and resets those that are there.
    public func stop() async {
        try? await channel.close()
        cut()
    }
}
