import NIOCore
import NIOPosix

/// The first lines of what a server answers to a handshake, as they come over the wire.
struct HandshakeHead: Sendable {
    let status: Int

    /// By name in lower case.
    let headers: [String: String]

    /// Sends a GET request, and reads its answer up to the empty line; then the connection is dropped.
    static func request(
        port: Int,
        path: String = "/ws",
        headers: [(String, String)]
    ) async throws -> HandshakeHead {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let lines = [("Host", "127.0.0.1:\(port)")] + headers
            let fields = lines.map { "\($0): \($1)\r\n" }.joined()
            try await outbound.write(ByteBuffer(string: "GET \(path) HTTP/1.1\r\n\(fields)\r\n"))
            var text = ""
            for try await bytes in inbound {
                text += String(buffer: bytes)
                if text.contains("\r\n\r\n") { break }
            }
            return HandshakeHead(text)
        }
    }

    private init(_ text: String) {
        let lines =
            text.split(separator: "\r\n\r\n", maxSplits: 1).first?
            .split(separator: "\r\n") ?? []
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = Dictionary(
            lines.dropFirst().compactMap { line in
                let field = line.split(separator: ":", maxSplits: 1)
                guard field.count == 2 else { return nil }
                return (field[0].lowercased(), String(field[1].drop { $0 == " " }))
            }
        ) { _, last in last }
    }
}
