import FoundationEssentials

/// The text of a UUID as RFC 9562, section 4, has it: 36 characters.
///
/// By hand, since Foundation goes through `snprintf` and `sscanf`, which took a tenth of a command's time, and since
/// its parser skips white space and signs.
extension UUID {
    private static let length = 36

    /// Reads 32 hexadecimal digits in either case with a dash after the 8th, 12th, 16th and 20th; nil for anything else.
    init?(canonical text: UnsafeBufferPointer<UInt8>) {
        guard text.count == Self.length else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &uuid) { bytes in
            var position = 0
            for index in bytes.indices {
                if Self.standsBehindDash(index) {
                    guard text[position] == UInt8(ascii: "-") else { return false }
                    position += 1
                }
                guard let high = Hexadecimal.value(ofDigit: text[position]),
                    let low = Hexadecimal.value(ofDigit: text[position + 1])
                else { return false }
                bytes[index] = high << 4 | low
                position += 2
            }
            return true
        }
        guard isRead else { return nil }
        self.init(uuid: uuid)
    }

    /// The text in lower case.
    var canonical: String {
        String(unsafeUninitializedCapacity: Self.length) { text in
            withUnsafeBytes(of: uuid) { bytes in
                var position = 0
                for index in bytes.indices {
                    if Self.standsBehindDash(index) {
                        text[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    text[position] = Hexadecimal.digit(of: bytes[index] >> 4)
                    text[position + 1] = Hexadecimal.digit(of: bytes[index] & 0x0F)
                    position += 2
                }
            }
            return Self.length
        }
    }

    private static func standsBehindDash(_ byte: Int) -> Bool {
        byte == 4 || byte == 6 || byte == 8 || byte == 10
    }
}
