import FoundationEssentials

extension Identifier {
    /// A UUID version 7 (RFC 9562, section 5.7): the milliseconds of `time`, then random bits, so
    /// that ids made later sort later and stand together in an index.
    public static func timeOrdered(
        at time: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Self {
        let milliseconds = UInt64(clamping: time.millisecondsSinceEpoch)
        let high = UInt64.random(in: .min ... .max, using: &generator)
        let low = UInt64.random(in: .min ... .max, using: &generator)
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 {
            UInt8(truncatingIfNeeded: word >> (index * 8))
        }
        return Self(
            UUID(
                uuid: (
                    byte(milliseconds, 5), byte(milliseconds, 4), byte(milliseconds, 3),
                    byte(milliseconds, 2), byte(milliseconds, 1), byte(milliseconds, 0),
                    0x70 | (byte(high, 0) & 0x0F), byte(high, 1),
                    0x80 | (byte(low, 0) & 0x3F), byte(low, 1), byte(low, 2), byte(low, 3),
                    byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
                )
            )
        )
    }
}
