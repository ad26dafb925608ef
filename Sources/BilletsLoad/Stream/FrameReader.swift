/// Finds the frames of a server in bytes as they came (RFC 6455, section 5.2), without copying any.
public enum FrameReader {
    /// What stands at a place.
    public enum Step: Hashable, Sendable {
        /// A whole frame.
        case frame(Frame)

        /// A frame of which more has to come.
        case incomplete

        /// Something that a server must not send.
        case violation
    }

    /// Where a frame is.
    public struct Frame: Hashable, Sendable {
        /// What it is: 0 continuation, 1 text, 8 close, 9 ping, 10 pong.
        public let opcode: UInt8

        /// Whether the message ends with it.
        public let isLast: Bool

        /// Where its payload begins.
        public let start: Int

        /// Where it ends, and the next one begins.
        public let end: Int
    }

    /// The largest payload that is taken in.
    public static let payloadBytesMaximum = 16 * 1024 * 1024

    /// What stands at `offset`.
    public static func next(in bytes: Span<UInt8>, at offset: Int) -> Step {
        let available = bytes.count - offset
        guard available >= 2 else { return .incomplete }
        let first = bytes[offset]
        let second = bytes[offset + 1]
        // Masked, or with a bit of an extension that was not agreed on.
        guard second & 0x80 == 0, first & 0x70 == 0 else { return .violation }
        var length = Int(second)
        var head = 2
        if length == 126 {
            head = 4
            guard available >= head else { return .incomplete }
            length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
        } else if length == 127 {
            head = 10
            guard available >= head else { return .incomplete }
            var long: UInt64 = 0
            for index in 2..<10 { long = long << 8 | UInt64(bytes[offset + index]) }
            length = Int(clamping: long)
        }
        guard length <= payloadBytesMaximum else { return .violation }
        guard available >= head + length else { return .incomplete }
        return .frame(
            Frame(
                opcode: first & 0x0F,
                isLast: first & 0x80 != 0,
                start: offset + head,
                end: offset + head + length
            )
        )
    }
}
