/// A search for tickets.
public enum TicketSearch: Hashable, Sendable {
    /// The ticket of a number.
    case number(Int64)

    /// The tickets in whose title or description each of these terms occurs, or whose number it is; at most
    /// `termsMaximum`, folded (`SearchText`), without white space. Without a term: all tickets.
    case terms([String])

    /// The longest text that is searched for, in Unicode scalars.
    public static let scalarsMaximum = 200

    /// The number of terms that count; those after them are ignored.
    public static let termsMaximum = 16

    /// The search for `text`: `#42` for the ticket 42, anything else for its terms, which white space separates.
    ///
    /// - Throws: `invalidMessage` if it is empty or too long.
    public init(_ text: String) throws(Rejection) {
        guard (1...Self.scalarsMaximum).contains(text.unicodeScalars.count) else {
            throw Rejection(
                .invalidMessage,
                "What is searched for has 1 to \(Self.scalarsMaximum) characters."
            )
        }
        let terms = Self.terms(of: text)
        if terms.count == 1, terms[0].first == "#",
            let number = Self.number(of: String(terms[0].dropFirst()))
        {
            self = .number(number)
        } else {
            self = .terms(terms)
        }
    }

    /// The terms of `text`.
    public static func terms(of text: String) -> [String] {
        SearchText.folded(text).unicodeScalars.split { $0.properties.isWhitespace }
            .prefix(termsMaximum).map { String($0) }
    }

    /// The number that `term` is: digits from 0 to 9, without leading zeros; nil if it is none.
    public static func number(of term: String) -> Int64? {
        guard let number = Int64(term), number > 0, String(number) == term else { return nil }
        return number
    }

    /// Returns true if `ticket` is one of those.
    public func finds(_ ticket: Ticket) -> Bool {
        switch self {
        case .number(let number):
            return ticket.number == number
        case .terms(let terms):
            let text = SearchText.folded(title: ticket.title, description: ticket.description)
            return terms.allSatisfy { term in
                Self.number(of: term) == ticket.number || text.utf8.contains(term.utf8)
            }
        }
    }
}
