/// The trigrams of a folded text: each three scalars of a word that follow one another, the terms of the index of searches.
///
/// A word's last two scalars are followed by padding, so that a trigram begins at each of its scalars. Control characters,
/// which would separate terms in the index, separate words.
struct Trigrams: Hashable {
    /// The number of scalars in a trigram.
    static let length = 3

    /// A no-break space, which folding leaves in no text.
    private static let padding: UInt32 = 0xA0

    private static let scalarBits = 21

    /// Each trigram as one number, 21 bits for a scalar, in ascending order: sorting is faster than hashing here.
    private let codes: [UInt64]

    /// The trigrams of a folded text.
    init(of text: String) {
        var word = Window()
        var codes: [UInt64] = []
        codes.reserveCapacity(text.utf8.count + Self.length)
        for scalar in text.unicodeScalars {
            if Self.mayHold(scalar) {
                word.append(scalar.value, to: &codes)
            } else {
                word.end(in: &codes)
            }
        }
        word.end(in: &codes)
        codes.sort()
        var last: UInt64?
        self.codes = codes.filter { code in
            defer { last = code }
            return code != last
        }
    }

    private init(codes: [UInt64]) {
        self.codes = codes
    }

    /// The trigrams that `other` has not.
    func subtracting(_ other: Trigrams) -> Trigrams {
        var rest = other.codes[...]
        return Trigrams(
            codes: codes.filter { code in
                rest = rest.drop { $0 < code }
                return rest.first != code
            }
        )
    }

    /// All trigrams, with spaces between.
    var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(codes.count * (Self.length + 1))
        for code in codes {
            for place in (0..<Self.length).reversed() {
                let value =
                    UInt32(truncatingIfNeeded: code >> (place * Self.scalarBits)) & 0x1F_FFFF
                if let scalar = Unicode.Scalar(value) { bytes += scalar.utf8 }
            }
            bytes.append(UInt8(ascii: " "))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The trigrams that a text must have in which `term` occurs, in order.
    static func required(by term: String) -> [String] {
        let scalars = Array(term.unicodeScalars)
        guard scalars.count >= length else { return [] }
        return (0...(scalars.count - length))
            .map { scalars[$0..<($0 + length)] }
            .filter { $0.allSatisfy(mayHold) }
            .map { String(String.UnicodeScalarView($0)) }
    }

    /// Returns true if trigrams hold such scalars.
    static func mayHold(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? (0x21...0x7E).contains(scalar.value) : !scalar.properties.isWhitespace
    }

    /// The last scalars of a word.
    private struct Window {
        private var code: UInt64 = 0
        private var count = 0

        mutating func append(_ scalar: UInt32, to codes: inout [UInt64]) {
            code = (code << scalarBits | UInt64(scalar)) & (1 << (length * scalarBits) - 1)
            count += 1
            if count >= length { codes.append(code) }
        }

        mutating func end(in codes: inout [UInt64]) {
            guard count > 0 else { return }
            for _ in 1..<length { append(padding, to: &codes) }
            self = Window()
        }
    }
}
