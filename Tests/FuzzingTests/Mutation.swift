import BilletsSeeds

/// What a seed makes of an example: bytes that a client might send by mistake or by malice.
struct Mutation {
    /// How many changes one example undergoes at the most.
    static let changesMaximum = 8

    /// How long the outcome may be, in bytes.
    static let bytesMaximum = 4096

    private var generator: SeededGenerator

    /// Bytes that mean something to some parser.
    private static let words = [
        "\"", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "-0", "1e400",
        "99999999999999999999",
        "%00", "%", "&", "=", "\u{0}", "\u{FEFF}", "é", "\r\n", "::ffff:1.2.3.4", "]:65536",
    ].map { Array($0.utf8) }

    /// The mutations that follow from `seed`.
    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next mutation of one of `examples`.
    mutating func next(_ examples: [[UInt8]]) -> [UInt8] {
        var bytes = examples.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...Self.changesMaximum, using: &generator) {
            change(&bytes, examples)
        }
        return Array(bytes.prefix(Self.bytesMaximum))
    }

    private mutating func change(_ bytes: inout [UInt8], _ examples: [[UInt8]]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...16, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &generator)
        case 1 where place < bytes.count:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4:
            bytes.insert(contentsOf: Self.words.randomElement(using: &generator) ?? [], at: place)
        default:
            let other = examples.randomElement(using: &generator) ?? []
            bytes.replaceSubrange(
                place...,
                with: other.suffix(Int.random(in: 0...64, using: &generator))
            )
        }
    }
}
