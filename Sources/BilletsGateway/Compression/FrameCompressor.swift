package import BilletsDeflate
import NIOCore

/// Frames messages for sockets that negotiated compression: large ones compressed, small ones as they are.
///
/// It belongs to one event loop, or to one piece of work; its stream begins with the first message that is large
/// enough.
package final class FrameCompressor {
    /// The smallest message to all sockets that is compressed, in bytes: TicketUnlocked, 216 bytes, would still need
    /// 172 after 5 µs of work.
    package static let sharedBytesMinimum = 256

    /// The smallest message to one socket alone that is compressed, in bytes: nobody shares its cost.
    package static let singleBytesMinimum = 2048

    private let effort: Deflater.Effort
    private lazy var deflater = Deflater(effort)

    /// A compressor that has not begun.
    package init(_ effort: Deflater.Effort) {
        self.effort = effort
    }

    /// Writes a text frame that holds `payload`, compressed if it has at least `bytesMinimum` bytes and becomes
    /// shorter.
    ///
    /// - Returns: whether it is compressed.
    @discardableResult
    func writeText(
        _ payload: [UInt8],
        into buffer: inout ByteBuffer,
        bytesMinimum: Int = sharedBytesMinimum
    ) -> Bool {
        guard payload.count >= bytesMinimum, let deflated = deflater.deflate(payload) else {
            WebSocketFraming.writeText(payload, into: &buffer)
            return false
        }
        WebSocketFraming.writeCompressedText(deflated, into: &buffer)
        return true
    }
}
