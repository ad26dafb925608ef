import NIOCore
import NIOWebSocket

/// Frames as a server sends them (RFC 6455, section 5.2): not masked, not fragmented.
enum WebSocketFraming {
    /// The longest header of a server's frame, in bytes.
    static let headerBytesMaximum = 10

    /// Writes a text frame that holds `payload`.
    static func writeText(_ payload: [UInt8], into buffer: inout ByteBuffer) {
        writeHeader(opcode: .text, payloadBytes: payload.count, into: &buffer)
        buffer.writeBytes(payload)
    }

    /// Writes a text frame that holds `deflated` (RFC 7692, section 6.1).
    static func writeCompressedText(_ deflated: ArraySlice<UInt8>, into buffer: inout ByteBuffer) {
        writeHeader(
            opcode: .text,
            isCompressed: true,
            payloadBytes: deflated.count,
            into: &buffer
        )
        buffer.writeBytes(deflated)
    }

    /// A text frame that holds `payload`.
    static func text(_ payload: [UInt8], allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: payload.count + headerBytesMaximum)
        writeText(payload, into: &buffer)
        return buffer
    }

    /// A control frame; `payload` holds at most 125 bytes.
    static func control(
        _ opcode: WebSocketOpcode,
        payload: ByteBuffer,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: payload.readableBytes + headerBytesMaximum)
        writeHeader(opcode: opcode, payloadBytes: payload.readableBytes, into: &buffer)
        buffer.writeImmutableBuffer(payload)
        return buffer
    }

    /// A close frame that says why.
    static func close(_ reason: CloseReason, allocator: ByteBufferAllocator) -> ByteBuffer {
        var payload = allocator.buffer(capacity: 125)
        payload.writeInteger(reason.code)
        payload.writeString(reason.sentence)
        return control(.connectionClose, payload: payload, allocator: allocator)
    }

    private static func writeHeader(
        opcode: WebSocketOpcode,
        isCompressed: Bool = false,
        payloadBytes: Int,
        into buffer: inout ByteBuffer
    ) {
        // FIN, and RSV1, which permessage-deflate has claimed.
        buffer.writeInteger((isCompressed ? 0xC0 : 0x80) | UInt8(webSocketOpcode: opcode))
        switch payloadBytes {
        case ...125:
            buffer.writeInteger(UInt8(payloadBytes))
        case ...Int(UInt16.max):
            buffer.writeInteger(126 as UInt8)
            buffer.writeInteger(UInt16(payloadBytes))
        default:
            buffer.writeInteger(127 as UInt8)
            buffer.writeInteger(UInt64(payloadBytes))
        }
    }
}
