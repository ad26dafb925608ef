/// What both ways of a compressed message have in common.
enum RawDeflate {
    /// What a flushed stream ends with, and a message goes without: an empty block that is not compressed (RFC 7692,
    /// section 7.2.1).
    static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
}
