/// The values of header fields that hold lists (RFC 9110, section 5.6.1).
enum HeaderList {
    /// The elements of all fields of a name, in order, without the white space around them.
    static func elements(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    /// `value` without the white space around it (RFC 9110, section 5.6.3).
    static func trimmed(_ value: some StringProtocol) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let rest = value.drop(while: isSpace)
        guard let end = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...end])
    }
}
