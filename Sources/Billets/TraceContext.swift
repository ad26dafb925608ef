/// Which trace something belongs to, as W3C Trace Context has it (https://www.w3.org/TR/trace-context/).
///
/// It is passed on, so that what several processes log of one request can be found by one id; nothing is decided by it.
public struct TraceContext: Hashable, Sendable {
    /// The trace: 32 hexadecimal digits in lower case, not all of them 0.
    public let traceID: String

    /// The step of it that this belongs to: 16 hexadecimal digits in lower case, not all of them 0.
    public let spanID: String

    /// Whether whoever began the trace records it; the lowest of the eight flags, the only one that has a meaning.
    public let isSampled: Bool

    /// The first step of a new trace, which nobody records.
    public init(using generator: inout some RandomNumberGenerator) {
        traceID = Self.digits(of: 2, using: &generator)
        spanID = Self.digits(of: 1, using: &generator)
        isSampled = false
    }

    /// Reads a `traceparent` (section 3.2); nil for anything that must be ignored.
    ///
    /// A version that is not known is read as far as this one goes (section 3.2.4): what follows begins with a dash.
    public init?(traceparent text: String) {
        let fields = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard fields.count >= 4, text.utf8.count <= Self.textBytesMaximum,
            let version = Self.hexadecimal(fields[0], bytes: 1), version != "ff",
            version != "00" || fields.count == 4,
            let traceID = Self.hexadecimal(fields[1], bytes: 16),
            traceID.contains(where: { $0 != "0" }),
            let spanID = Self.hexadecimal(fields[2], bytes: 8),
            spanID.contains(where: { $0 != "0" }),
            Self.hexadecimal(fields[3], bytes: 1) != nil,
            let flags = Hexadecimal.bytes(of: fields[3])?.first
        else { return nil }
        self.traceID = traceID
        self.spanID = spanID
        isSampled = flags & 1 == 1
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Another step of the same trace.
    public func next(using generator: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceID: traceID,
            spanID: Self.digits(of: 1, using: &generator),
            isSampled: isSampled
        )
    }

    /// The `traceparent`: 55 characters.
    public var traceparent: String {
        "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")"
    }

    /// How long a `traceparent` of any version may be to be read.
    private static let textBytesMaximum = 256

    /// The digits of `count` random numbers of 64 bits, none of which is 0.
    private static func digits(of count: Int, using generator: inout some RandomNumberGenerator)
        -> String
    {
        let bytes = (0..<count)
            .flatMap { _ in
                withUnsafeBytes(
                    of: UInt64.random(in: 1...UInt64.max, using: &generator).bigEndian,
                    Array.init
                )
            }
        return String(decoding: Hexadecimal.digits(of: bytes), as: UTF8.self)
    }

    /// The text of a field of so many bytes in lower case; nil if it is none.
    private static func hexadecimal(_ field: Substring.UTF8View.SubSequence, bytes: Int) -> String?
    {
        guard field.count == bytes * 2,
            field.allSatisfy({ !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }),
            Hexadecimal.bytes(of: field) != nil
        else { return nil }
        return String(decoding: field, as: UTF8.self)
    }
}
