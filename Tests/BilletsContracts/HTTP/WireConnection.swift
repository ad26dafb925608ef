import BilletsLoad
import Foundation
import NIOCore
import NIOPosix

/// A connection over which requests go as they are written, and answers come as they are.
final class WireConnection {
    /// The connection ended before an answer was complete.
    struct Ended: Error {
        let text: String
    }

    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// Invariant: the connection is not Sendable, so that one task at a time asks for the next bytes.
    private nonisolated(unsafe) var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var text = ""

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects to a server, `http://HOST:PORT`, for as long as `body` takes.
    static func with<Result: Sendable>(
        _ url: String,
        _ body: (WireConnection) async throws -> Result
    ) async throws -> Result {
        let address = URLComponents(string: url)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: address?.host ?? "127.0.0.1", port: address?.port ?? 80) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(WireConnection(inbound, outbound))
        }
    }

    /// Sends lines, with an empty one behind them, and then `body`.
    func send(_ lines: [String], body: String = "") async throws {
        let head = lines.map { $0 + "\r\n" }.joined() + "\r\n"
        try await outbound.write(ByteBuffer(string: head + body))
    }

    /// Sends text.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// The status of the next answer, which says how long it is.
    func status() async throws -> Int? {
        while true {
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound]
                let length =
                    head.lowercased().firstMatch(of: /content-length: *(\d+)/)
                    .flatMap { Int($0.1) } ?? 0
                let rest = text[end.upperBound...].utf8
                if rest.count >= length {
                    text = String(decoding: rest.dropFirst(length), as: UTF8.self)
                    return head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                }
            }
            try await read()
        }
    }

    /// Waits for `part`, and throws away what came up to it.
    func wait(for part: String) async throws {
        while true {
            if let range = text.firstRange(of: part) {
                text = String(text[range.upperBound...])
                return
            }
            try await read()
        }
    }

    private func read() async throws {
        guard let bytes = try await inbound.next() else { throw Ended(text: text) }
        text += String(decoding: bytes.readableBytesView, as: UTF8.self)
    }
}
