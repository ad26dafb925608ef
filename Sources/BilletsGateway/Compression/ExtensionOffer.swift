/// An extension that a client offers in its handshake, with its parameters (RFC 6455, section 9.1).
struct ExtensionOffer: Hashable {
    /// A parameter, which may have a value.
    struct Parameter: Hashable {
        let name: String
        let value: String?
    }

    /// How many offers are looked at: the client's favourites come first.
    static let offersMaximum = 16

    /// The extension.
    let name: String

    /// Its parameters, as they were written.
    let parameters: [Parameter]

    /// The offers in the values of all header fields `Sec-WebSocket-Extensions`, in order; what is not written as the
    /// RFC has it is passed over.
    static func offers(in fields: [String]) -> [ExtensionOffer] {
        fields.flatMap { split($0, at: ",") }.filter { !$0.isEmpty }
            .prefix(offersMaximum)
            .compactMap(ExtensionOffer.init)
    }

    private init?(_ text: String) {
        let parts = Self.split(text, at: ";")
        guard let name = parts.first, Self.isToken(name) else { return nil }
        var parameters: [Parameter] = []
        for part in parts.dropFirst() {
            guard let parameter = Self.parameter(part) else { return nil }
            parameters.append(parameter)
        }
        self.name = name
        self.parameters = parameters
    }

    private static func parameter(_ text: String) -> Parameter? {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map { trimmed($0) }
        guard let name = sides.first, isToken(name) else { return nil }
        guard sides.count == 2 else { return Parameter(name: name, value: nil) }
        guard let value = unquoted(sides[1]), isToken(value) else { return nil }
        return Parameter(name: name, value: value)
    }

    /// What stands between separators, those in quotation marks not counted; without the space around it.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == separator, !isQuoted {
                parts.append(trimmed(part[...]))
                part = ""
                continue
            }
            part.append(character)
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            }
        }
        return parts + [trimmed(part[...])]
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isSpace)
        guard let end = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...end])
    }

    /// A token, or what a quoted string holds, whose contents must be one, too; nil if the quotation has no end.
    private static func unquoted(_ text: String) -> String? {
        guard text.hasPrefix("\"") else { return text }
        var value = ""
        var isEscaped = false
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return rest.isEmpty ? value : nil
            } else {
                value.append(character)
            }
        }
        return nil
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: tokenMarks.contains(byte)
                }
            }
    }

    private static let tokenMarks = Set("!#$%&'*+-.^_`|~".utf8)
}
