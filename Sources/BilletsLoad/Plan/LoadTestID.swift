/// The identity of a load test: it is part of the titles and marks of its tickets, and shared by its processes.
public struct LoadTestID: Hashable, Sendable {
    /// The most characters of an id.
    public static let charactersMaximum = 15

    /// The id: lower-case letters and digits, a letter first, so that a search for it is no search for a ticket number.
    public let text: String

    /// Reads an id; nil if it is not one.
    public init?(_ text: String) {
        guard (1...Self.charactersMaximum).contains(text.utf8.count),
            text.utf8.first.map(Self.isLetter) == true,
            text.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) })
        else { return nil }
        self.text = text
    }

    /// A new id of eight characters.
    public static func random() -> LoadTestID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A new id of eight characters, chosen by `generator`.
    public static func random(using generator: inout some RandomNumberGenerator) -> LoadTestID {
        let digits = (1..<8).map { _ in
            String(Int.random(in: 0..<16, using: &generator), radix: 16)
        }
        return LoadTestID(unchecked: "t" + digits.joined())
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// The title of the test's ticket `number` of `count`.
    public func title(ofTicket number: Int, of count: Int) -> String {
        "\(titlePrefix)ticket \(number) of \(count)"
    }

    /// The start of the titles of the test's tickets.
    public var titlePrefix: String { "Load test \(text): " }

    /// The base of the addresses that the test's sockets come from: the same in all of its processes.
    var sourceBase: Int {
        // FNV-1a, of which 20 bits are enough.
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return Int(hash % (1 << 20))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension LoadTestID: CustomStringConvertible {
    /// The input of `init(_:)`.
    public var description: String { text }
}
