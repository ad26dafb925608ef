import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A way from clients to a gateway that can be cut: then all its connections are gone, and nobody gets through.
final class CuttableRoad: Sendable {
    /// The URL for clients.
    var url: String { "http://127.0.0.1:\(port)" }

    private let port: Int
    private let channel: any Channel
    private let clients: Mutex<[any Channel]>

    private init(channel: any Channel, clients: consuming Mutex<[any Channel]>) {
        self.channel = channel
        self.clients = clients
        port = channel.localAddress?.port ?? 0
    }

    /// Opens a road to the gateway at `url`.
    static func start(to url: String) async throws -> CuttableRoad {
        let components = URLComponents(string: url)
        let host = components?.host ?? ""
        let port = components?.port ?? 0
        let taken = Taken()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                taken.road?.clients.withLock { $0.append(client) }
                return ClientBootstrap(group: client.eventLoop)
                    .channelInitializer { server in
                        server.eventLoop.makeCompletedFuture {
                            try server.pipeline.syncOperations.addHandler(Forwarder(client))
                        }
                    }
                    .connect(host: host, port: port)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Forwarder(server))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let road = CuttableRoad(channel: channel, clients: Mutex([]))
        taken.give(road)
        return road
    }

    /// Cuts it.
    func cut() async {
        try? await channel.close()
        for client in clients.withLock({ $0 }) { client.close(promise: nil) }
    }

    /// The road that a listener belongs to, which is made after it.
    private final class Taken: Sendable {
        private let state = Mutex<CuttableRoad?>(nil)

        var road: CuttableRoad? { state.withLock { $0 } }

        func give(_ road: CuttableRoad) { state.withLock { $0 = road } }
    }

    private final class Forwarder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel

        init(_ other: any Channel) { self.other = other }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
