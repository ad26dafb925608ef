import BilletsLoad
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A way from clients to a gateway on which, once, something is wrong with a stream of events.
///
/// The first socket that gets its twentieth event is the one; the events before it tell of the senders' tickets.
final class TamperingRoad: Sendable {
    /// The port that it listens on.
    let port: Int

    private let channel: any Channel
    private let isTaken: SharedFlag

    /// Whether it has tampered with a stream.
    var isDone: Bool { isTaken.isRaised }

    private init(channel: any Channel, isTaken: SharedFlag) {
        self.channel = channel
        self.isTaken = isTaken
        port = channel.localAddress?.port ?? 0
    }

    /// Opens a road to the gateway at `url`.
    static func start(to url: String, tampering: StreamTampering) async throws -> TamperingRoad {
        let components = URLComponents(string: url)
        let host = components?.host ?? ""
        let port = components?.port ?? 0
        let isTaken = SharedFlag()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .channelInitializer { server in
                        server.eventLoop.makeCompletedFuture {
                            let tamperer = Tamperer(client, tampering, isTaken)
                            try server.pipeline.syncOperations.addHandler(tamperer)
                        }
                    }
                    .connect(host: host, port: port)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Forwarder(server))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TamperingRoad(channel: channel, isTaken: isTaken)
    }

    /// Takes no more connections.
    func stop() async {
        try? await channel.close()
    }

    /// Something that happens once, to one of many.
    private final class SharedFlag: Sendable {
        private let state = Atomic<Bool>(false)

        var isRaised: Bool { state.load(ordering: .acquiring) }

        /// - Returns: whether it was this call that raised it.
        func raise() -> Bool {
            state.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
                .exchanged
        }
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

    private final class Tamperer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel
        private let tampering: StreamTampering
        private let isTaken: SharedFlag
        private var pending: [UInt8] = []
        private var hasHead = false
        private var isSocket = false
        private var events = 0
        private var held: [UInt8]?

        init(_ client: any Channel, _ tampering: StreamTampering, _ isTaken: SharedFlag) {
            self.client = client
            self.tampering = tampering
            self.isTaken = isTaken
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            pending += unwrapInboundIn(data).readableBytesView
            var out: [UInt8] = []
            if !hasHead {
                let headEnd = Array("\r\n\r\n".utf8)
                guard let end = ByteSearch.end(of: headEnd, in: pending.span, from: 0) else {
                    return
                }
                hasHead = true
                isSocket = pending.starts(with: Array("HTTP/1.1 101".utf8))
                out += pending[..<end]
                pending.removeFirst(end)
            }
            // A log-in passes here, too.
            if !isSocket {
                out += pending
                pending = []
            }
            while case .frame(let frame) = FrameReader.next(in: pending.span, at: 0) {
                out += pass(Array(pending[..<frame.end]), frame)
                pending.removeFirst(frame.end)
            }
            if !out.isEmpty { client.writeAndFlush(ByteBuffer(bytes: out), promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { client.close(promise: nil) }

        private func pass(_ bytes: [UInt8], _ frame: FrameReader.Frame) -> [UInt8] {
            let scanned = MessageScanner.scan(bytes.span, from: frame.start, to: frame.end)
            guard case .event = scanned else { return bytes }
            if let first = held {
                held = nil
                return tampering.apply(to: first, and: bytes)
            }
            events += 1
            guard events == 20, isTaken.raise() else { return bytes }
            held = bytes
            return []
        }
    }
}
