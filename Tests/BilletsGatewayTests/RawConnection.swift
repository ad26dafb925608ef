import NIOCore
import NIOPosix
import NIOSSL

/// A connection over which a test sends whatever it likes.
final class RawConnection {
    /// The connection ended before what was awaited came.
    struct Ended: Error {
        let text: String
    }

    private let channel: any Channel
    private let chunks: AsyncStream<ByteBuffer>
    private var text = ""
    /// The first bytes of a character whose others are still to come.
    private var part: [UInt8] = []

    private init(channel: any Channel, chunks: AsyncStream<ByteBuffer>) {
        self.channel = channel
        self.chunks = chunks
    }

    /// Connects to a gateway, from the loopback address `source`, and over TLS if `tls` says how.
    ///
    /// The first of `words` is sent as soon as the connection is there, and each other one when something has come:
    /// at once, however long this task waits for its turn, since gateways do not wait for ever.
    static func open(
        port: Int,
        saying words: String...,
        source: String = "127.0.0.1",
        tls: TLSConfiguration? = nil
    ) async throws -> RawConnection {
        let (chunks, chunk) = AsyncStream.makeStream(of: ByteBuffer.self)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: SocketAddress(ipAddress: source, port: 0))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        let handler = try NIOSSLClientHandler(
                            context: context,
                            serverHostname: "localhost"
                        )
                        try pipeline.addHandler(handler)
                    }
                    try pipeline.addHandler(RawReader(chunk, saying: words))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel: channel, chunks: chunks)
    }

    /// Sends `text`; whether it arrives is another question.
    func send(_ text: String) {
        send(ByteBuffer(string: text))
    }

    /// Sends bytes.
    func send(_ bytes: ByteBuffer) {
        channel.writeAndFlush(bytes, promise: nil)
    }

    /// Sends bytes, and waits until they are on their way.
    ///
    /// - Throws: if the connection has ended.
    func push(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes)
    }

    /// Says that nothing more will be sent.
    func finish() {
        channel.close(mode: .output, promise: nil)
    }

    /// Ends the connection.
    func drop() {
        channel.close(promise: nil)
    }

    /// The next answer.
    func answer() async throws -> RawAnswer {
        while true {
            if let answer = RawAnswer(takenFrom: &text) { return answer }
            guard await hear() else { throw Ended(text: text) }
        }
    }

    /// Waits for `part` to come, and throws away what came up to it.
    func wait(for part: String) async throws {
        while true {
            if let range = text.firstRange(of: part) {
                text = String(text[range.upperBound...])
                return
            }
            guard await hear() else { throw Ended(text: text) }
        }
    }

    /// The rest of the line that begins with what comes next.
    func line() async throws -> String {
        while true {
            if let end = text.firstIndex(where: \.isNewline) {
                let line = String(text[..<end])
                text = String(text[end...].dropFirst())
                return line
            }
            guard await hear() else { throw Ended(text: text) }
        }
    }

    /// Waits for the server to end the connection; answers with what still came.
    func rest() async -> String {
        while await hear() {}
        return text
    }

    /// Waits for more, and returns true if it came.
    private func hear() async -> Bool {
        var iterator = chunks.makeAsyncIterator()
        guard let chunk = await iterator.next() else { return false }
        part += chunk.readableBytesView
        // Bytes do not come in whole characters.
        let lead = part.lastIndex { $0 & 0xC0 != 0x80 } ?? part.startIndex
        let isWhole = String(validating: part[lead...], as: UTF8.self) != nil
        let end = isWhole || part.count - lead > 3 ? part.endIndex : lead
        text += String(decoding: part[..<end], as: UTF8.self)
        part.removeSubrange(..<end)
        return true
    }

    /// Sends one request and answers with its answer; the connection is dropped.
    static func ask(_ request: String, port: Int) async throws -> RawAnswer {
        let connection = try await open(port: port, saying: request)
        let answer = try await connection.answer()
        connection.drop()
        return answer
    }
}
