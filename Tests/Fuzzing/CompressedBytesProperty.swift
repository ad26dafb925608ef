import BilletsDeflate

/// What holds for the bytes of a socket holds if they may be compressed, too.
///
/// A message that is inflated keeps to its limit, and one inflater serves good and bad. What we compress ourselves comes
/// out as it went in.
enum CompressedBytesProperty {
    static let examples: [[UInt8]] = [
        // RFC 7692, section 7.2.3: "Hello", masked with zeros; in fragments; as a final block; in two blocks; stored.
        [0xC1, 0x87, 0, 0, 0, 0, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
        [0x41, 0x83, 0, 0, 0, 0, 0xF2, 0x48, 0xCD]
            + [0x80, 0x84, 0, 0, 0, 0, 0xC9, 0xC9, 0x07, 0x00],
        [0xC1, 0x88, 0, 0, 0, 0, 0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
        [0xC1, 0x8D, 0, 0, 0, 0, 0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF]
            + [0xCA, 0xC9, 0xC9, 0x07, 0x00],
        [0xC1, 0x8B, 0, 0, 0, 0, 0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
        // A plain message, a ping, and a compressed one behind them.
        [0x81, 0x82, 0, 0, 0, 0, 0x7B, 0x7D, 0x89, 0x80, 0, 0, 0, 0, 0xC1, 0x81, 0, 0, 0, 0, 0x00],
    ]

    static func violation(of bytes: [UInt8]) -> String? {
        let messageBytesMaximum = SocketBytesProperty.messageBytesMaximum
        let inflater = Inflater(messageBytesMaximum: messageBytesMaximum)
        if let violation = SocketBytesProperty.violation(of: bytes, inflater: inflater) {
            return violation
        }
        let message = Array(bytes.prefix(messageBytesMaximum))
        guard let deflated = Deflater().deflate(message) else { return nil }
        guard deflated.count < message.count else { return "What was compressed is no shorter." }
        return (try? inflater.inflate(Array(deflated))) == message
            ? nil : "What was compressed comes out as something else."
    }
}
