/// Finds things in the bytes of a message without decoding it.
public enum ByteSearch {
    /// Where the first `pattern` behind `start` ends; nil if there is none.
    public static func end(of pattern: [UInt8], in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard let first = pattern.first else { return nil }
        var index = start
        let last = bytes.count - pattern.count
        while index <= last {
            if bytes[index] == first, matches(pattern, in: bytes, at: index) {
                return index + pattern.count
            }
            index += 1
        }
        return nil
    }

    /// Whether `pattern` stands at `index`.
    public static func matches(_ pattern: [UInt8], in bytes: Span<UInt8>, at index: Int) -> Bool {
        guard index >= 0, pattern.count <= bytes.count - index else { return false }
        var offset = 0
        while offset < pattern.count {
            if bytes[index + offset] != pattern[offset] { return false }
            offset += 1
        }
        return true
    }

    /// Whether `pattern`, which is ASCII, stands at `index`.
    @inline(__always)
    public static func matches(
        _ pattern: StaticString,
        in bytes: Span<UInt8>,
        at index: Int
    ) -> Bool {
        let count = pattern.utf8CodeUnitCount
        guard index >= 0, count <= bytes.count - index else { return false }
        // The literal lives for ever.
        let expected = pattern.utf8Start
        var offset = 0
        while offset < count {
            if bytes[index + offset] != expected[offset] { return false }
            offset += 1
        }
        return true
    }

    /// The number whose decimal digits begin at `index`, which then stands behind them; nil if there is none, or
    /// it has more than 18 digits.
    public static func number(in bytes: Span<UInt8>, at index: inout Int) -> Int64? {
        var value: Int64 = 0
        let start = index
        while index < bytes.count, index - start < 19 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        return index > start && index - start < 19 ? value : nil
    }

    /// The number of `count` hexadecimal digits at `index`; nil if others stand there.
    public static func hexadecimal(in bytes: Span<UInt8>, at index: Int, count: Int) -> UInt64? {
        guard index >= 0, count <= bytes.count - index else { return nil }
        var value: UInt64 = 0
        for offset in 0..<count {
            let byte = bytes[index + offset]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
