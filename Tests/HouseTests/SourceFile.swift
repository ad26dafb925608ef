/// A Swift file, as text.
struct SourceFile: Sendable {
    /// Where it is, seen from the repository: `Sources/Billets/Ticket.swift`.
    let path: String

    /// All of it.
    let text: String

    /// Its lines.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Its target: the folder below `Sources` or `Tests`.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// Its name without folder and `.swift`.
    var name: String {
        path.split(separator: "/").last.map { String($0.dropLast(".swift".count)) } ?? ""
    }

    /// Its lines without those that are nothing but a comment, with their numbers.
    var code: [(number: Int, line: Substring)] {
        lines.enumerated().map { ($0.offset + 1, $0.element) }
            .filter { !$0.1.drop(while: \.isWhitespace).hasPrefix("//") }
    }

    /// The modules that it imports.
    var imports: [String] {
        code.compactMap { $0.line.wholeMatch(of: Self.importLine)?.1 }.map(String.init)
    }

    /// The types that it declares at its outermost level, those that nobody else sees not among them.
    var types: [String] {
        code.compactMap { $0.line.prefixMatch(of: Self.typeLine)?.1 }.map(String.init)
    }

    /// Where `words` match a line of code: `path:number`.
    func places(of words: Regex<Substring>) -> [String] {
        code.filter { $0.line.contains(words) }.map { "\(path):\($0.number)" }
    }

    /// The lines of comment right above the line `number`.
    func comment(above number: Int) -> String {
        let above = lines[..<(number - 1)].reversed()
            .prefix { $0.drop(while: \.isWhitespace).hasPrefix("//") }
        return above.reversed().joined(separator: "\n")
    }

    // Invariant: a regular expression is not changed after it was made; it merely is not declared
    // Sendable.
    nonisolated(unsafe) private static let importLine =
        /(?:@testable |@preconcurrency |public |internal |package )*import (?:struct |enum |func |class )?(\w+).*/

    // Invariant: as above.
    nonisolated(unsafe) private static let typeLine =
        /(?:@\w+ |public |final |indirect |package |internal )*(?:struct|enum|class|actor|protocol) (\w+)/
}
