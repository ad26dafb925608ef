/// What somebody looks for in tickets.
public enum TicketSearch: Hashable, Sendable {
    /// The ticket of a number.
    case number(Int64)

    /// Each of these words, as the beginning of a word of the title or of the description; at most
    /// `wordsMaximum`. Letters and digits only; none finds nothing.
    case words([String])

    /// The longest text that is searched for, in Unicode scalars.
    public static let scalarsMaximum = 200

    /// How many words are looked for; what comes after them is not.
    public static let wordsMaximum = 16

    /// What `text` looks for: `#42` the ticket 42, anything else its words.
    ///
    /// - Throws: `invalidMessage` if it is empty or too long.
    public init(_ text: String) throws(Rejection) {
        guard (1...Self.scalarsMaximum).contains(text.unicodeScalars.count) else {
            throw Rejection(
                .invalidMessage,
                "What is searched for has 1 to \(Self.scalarsMaximum) characters."
            )
        }
        if text.first == "#", let number = Int64(text.dropFirst()), number > 0 {
            self = .number(number)
        } else {
            self = .words(Array(Self.words(of: text).prefix(Self.wordsMaximum)))
        }
    }

    /// Whether it finds `ticket`, with accents told apart.
    public func finds(_ ticket: Ticket) -> Bool {
        switch self {
        case .number(let number):
            return ticket.number == number
        case .words(let words):
            let text = Self.words(
                of: ticket.title.lowercased() + " " + ticket.description.lowercased()
            )
            return !words.isEmpty
                && words.allSatisfy { word in
                    text.contains { $0.hasPrefix(word.lowercased()) }
                }
        }
    }

    private static func words(of text: String) -> [String] {
        text.unicodeScalars.split { !isOfWord($0) }.map { String($0) }
    }

    /// As SQLite's tokenizer `unicode61` has it (https://www.sqlite.org/fts5.html, section 4.3.1).
    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark:
            true
        default: false
        }
    }
}
