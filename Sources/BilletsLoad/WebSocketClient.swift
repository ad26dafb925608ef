import BilletsDeflate
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A socket to a gateway, as a client holds it.
public final class WebSocketClient: Sendable {
    /// The largest frame that is taken in, in bytes.
    public static let frameBytesMaximum = 16 * 1024 * 1024

    /// The connection.
    private let channel: any Channel

    /// What compression has spared it; nil if it was not agreed on.
    public let compression: SocketCompressionCount?

    private init(_ socket: OpenSocket) {
        channel = socket.channel
        compression = socket.compression
    }

    /// How long a handshake may take.
    public static let handshakePatience: Duration = .seconds(60)

    /// Opens a socket at `address`, and hands what comes to `receive`, on the socket's event loop.
    ///
    /// A server that takes the connection and says nothing is given up after `patience`. Whoever wants compression
    /// offers it in `headers`, under `Sec-WebSocket-Extensions`, without context takeover of the server.
    ///
    /// - Throws: `HandshakeRefused` if the server does not upgrade, or what connecting throws.
    public static func connect(
        to address: SocketAddressOfServer,
        headers: [(String, String)] = [],
        patience: Duration = handshakePatience,
        on group: any EventLoopGroup,
        receive: @escaping @Sendable (ServerFrame) -> Void
    ) async throws -> WebSocketClient {
        let upgraded = try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(10))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgraded = try configure(channel, address, headers, receive)
                    let alarm = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) {
                        channel.close(promise: nil)
                    }
                    upgraded.whenComplete { _ in alarm.cancel() }
                    return upgraded
                }
            }
        return WebSocketClient(try await upgraded.get().get())
    }

    /// Sends a text message, compressed if that was agreed on and makes it shorter.
    public func send(_ text: [UInt8]) {
        if compression != nil, let deflated = ClientDeflate.deflater.deflate(text) {
            let payload = Array(deflated)
            send(raw: ClientFraming.frame(.text, payload: payload, isCompressed: true))
        } else {
            send(raw: ClientFraming.frame(.text, payload: text))
        }
    }

    /// Sends bytes as they are, whatever they mean to the server.
    public func send(raw bytes: ByteBuffer) {
        channel.writeAndFlush(bytes, promise: nil)
    }

    /// Stops reading, or goes on: a client that does not keep up.
    public func setReading(_ isReading: Bool) {
        channel.setOption(.autoRead, value: isReading).whenComplete { _ in }
    }

    /// Ends the connection without a word, as a client does that vanishes.
    public func drop() {
        channel.close(promise: nil)
    }

    /// Says goodbye, and waits until the connection is gone.
    public func close() async {
        send(raw: ClientFraming.frame(.connectionClose, payload: [0x03, 0xE8]))
        _ = try? await channel.closeFuture.get()
    }

    private static func configure(
        _ channel: any Channel,
        _ address: SocketAddressOfServer,
        _ headers: [(String, String)],
        _ receive: @escaping @Sendable (ServerFrame) -> Void
    ) throws -> EventLoopFuture<EventLoopFuture<OpenSocket>> {
        let upgrader = WebSocketClientUpgrader(receive: receive)
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.path)
        head.headers.add(name: "Host", value: "\(address.host):\(address.port)")
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: head,
                upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    // NIO holds the answer back until this is done: the reader gets it afterwards.
                    channel.eventLoop.makeCompletedFuture {
                        let promise = channel.eventLoop.makePromise(of: OpenSocket.self)
                        try channel.pipeline.syncOperations.addHandler(RefusalReader(promise))
                        return promise.futureResult
                    }
                }
            )
        )
        // The server's first frame may come in one piece with its handshake.
        configuration.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: configuration
        )
    }
}
