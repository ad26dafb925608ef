/// The value of `If-Match`: a list of entity tags, or any (RFC 9110, sections 8.8.3 and 13.1.1).
enum EntityTagList: Hashable {
    /// A tag of a list.
    struct Tag: Hashable {
        let isWeak: Bool

        /// The text between its quotation marks.
        let text: String
    }

    /// `*`.
    case any

    /// At least one tag.
    case tags([Tag])

    /// Reads all fields of a request; nil if they hold something else.
    init?(_ fields: [String]) {
        let text = fields.joined(separator: ",")
        if HeaderList.trimmed(text) == "*" {
            self = .any
            return
        }
        var tags: [Tag] = []
        var rest = text[...]
        while true {
            rest = rest.drop { $0 == "," || $0 == " " || $0 == "\t" }
            guard !rest.isEmpty else { break }
            guard let tag = Self.tag(takenFrom: &rest) else { return nil }
            tags.append(tag)
            // The next tag stands behind a comma.
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard rest.isEmpty || rest.first == "," else { return nil }
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Takes a tag off the beginning of `rest`; its text may hold commas.
    private static func tag(takenFrom rest: inout Substring) -> Tag? {
        let isWeak = rest.hasPrefix("W/")
        if isWeak { rest = rest.dropFirst(2) }
        guard rest.popFirst() == "\"", let end = rest.firstIndex(of: "\"") else { return nil }
        let text = rest[..<end]
        guard text.utf8.allSatisfy({ $0 == 0x21 || $0 >= 0x23 && $0 != 0x7f }) else { return nil }
        rest = rest[end...].dropFirst()
        return Tag(isWeak: isWeak, text: String(text))
    }
}
