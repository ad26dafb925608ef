import BilletsDeflate
import NIOCore
import NIOWebSocket

/// Reads back what a gateway sends to a socket that negotiated compression.
enum InflatedFrames {
    /// The texts of the frames that stand in `buffers`.
    static func texts(in buffers: [ByteBuffer]) throws -> [String] {
        let inflater = Inflater(messageBytesMaximum: 1 << 24)
        return try SentFrames.frames(in: buffers).map { frame in
            let bytes = Array(frame.data.readableBytesView)
            return String(decoding: frame.rsv1 ? try inflater.inflate(bytes) : bytes, as: UTF8.self)
        }
    }
}
