public import NIOCore
public import NIOWebSocket

/// Frames as a client sends them (RFC 6455, section 5.2): masked.
public enum ClientFraming {
    /// One frame, whose payload may be compressed (RFC 7692); `isMasked`, `isLast` and `isCompressed` may break the
    /// rules, for tests of servers.
    public static func frame(
        _ opcode: WebSocketOpcode,
        payload: [UInt8],
        isLast: Bool = true,
        isMasked: Bool = true,
        isCompressed: Bool = false
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        let bits: UInt8 = (isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0)
        buffer.writeInteger(bits | UInt8(webSocketOpcode: opcode))
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ...125:
            buffer.writeInteger(maskBit | UInt8(payload.count))
        case ...Int(UInt16.max):
            buffer.writeInteger(maskBit | 126)
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(maskBit | 127)
            buffer.writeInteger(UInt64(payload.count))
        }
        guard isMasked else {
            buffer.writeBytes(payload)
            return buffer
        }
        let mask = WebSocketMaskingKey.random()
        buffer.writeBytes(mask)
        var masked = ByteBuffer(bytes: payload)
        masked.webSocketMask(mask)
        buffer.writeBuffer(&masked)
        return buffer
    }
}
