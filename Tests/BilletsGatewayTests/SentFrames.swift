import BilletsWire
import NIOCore
import NIOEmbedded
import NIOWebSocket

/// Reads back what a gateway sends, with NIO's decoder.
enum SentFrames {
    /// The frames that stand in `buffers`, one after the other.
    static func frames(in buffers: [ByteBuffer]) throws -> [WebSocketFrame] {
        let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 24))
        let channel = EmbeddedChannel(handler: decoder)
        for buffer in buffers { try channel.writeInbound(buffer) }
        var frames: [WebSocketFrame] = []
        while let frame = try channel.readInbound(as: WebSocketFrame.self) { frames.append(frame) }
        _ = try channel.finish()
        return frames
    }

    /// The texts of those frames.
    static func texts(in buffers: [ByteBuffer]) throws -> [String] {
        try frames(in: buffers).map { String(buffer: $0.data) }
    }

    /// The revisions of the frames of a `History`.
    static func revisions(in buffers: [ByteBuffer]) throws -> [Int64] {
        try texts(in: buffers).compactMap { Int64($0.prefix { $0 != " " }) }
    }

    /// The messages in those frames.
    static func messages(in buffers: [ByteBuffer]) throws -> [ServerMessage] {
        try frames(in: buffers).map {
            try ServerMessage(decoding: Array($0.data.readableBytesView))
        }
    }
}
