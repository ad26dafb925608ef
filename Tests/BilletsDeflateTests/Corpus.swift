import BilletsSeeds

/// Messages of every kind: small and large, that shrink and that do not.
enum Corpus {
    /// Words as a ticket has them.
    private static let words = [
        "{\"type\":\"TicketCreated\",", "\"revision\":", "hoover", " is too loud", "é", "😀", "\\n",
        "01890a5d-ac96-774b-bcce-b302099a8057", "2026-01-02T03:04:05.678Z", "null", "}",
    ].map { Array($0.utf8) }

    /// At least `bytes` bytes of text.
    static func text(bytes: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var text: [UInt8] = []
        while text.count < bytes { text += words.randomElement(using: &generator) ?? [] }
        return text
    }

    /// So many bytes of noise, which nothing makes smaller.
    static func noise(bytes: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<bytes).map { _ in .random(in: 0...255, using: &generator) }
    }

    /// `bytes` as DEFLATE has them that stores everything as it is, in blocks of at most `blockBytes` (RFC 1951,
    /// section 3.2.4); the last one is followed by the beginning of the empty block whose rest the peer adds.
    static func stored(_ bytes: [UInt8], blockBytes: Int = 65_535) -> [UInt8] {
        var deflated: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: blockBytes) {
            let block = bytes[start..<min(start + blockBytes, bytes.count)]
            let length = UInt16(block.count)
            for part in [length, ~length] {
                if part == length { deflated.append(0) }
                deflated += [UInt8(part & 0xFF), UInt8(part >> 8)]
            }
            deflated += block
        }
        return deflated + [0]
    }
}
