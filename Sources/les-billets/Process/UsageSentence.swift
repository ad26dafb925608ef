/// The sentence about a command line that is invalid, without the values that stand in it.
///
/// swift-argument-parser repeats values in single quotes: "The value 'redis://:PASSWORD@host' is invalid for '--bus
/// <url>': …". The names of options and commands are kept.
struct UsageSentence {
    /// The text that stands for a value.
    static let placeholder = "(not shown)"

    /// The command line behind the name of the program.
    let arguments: [String]

    /// The names of the commands that may stand first.
    let commands: [String]

    /// Rewrites a message of swift-argument-parser as one line, with its period.
    func rewriting(_ message: String) -> String {
        if let unknownCommand { return unknownCommand }
        var text = message
        // A value may be a part of another.
        for value in values.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            text = text.replacing(
                "The value '\(value)' is invalid for",
                with: "The value is invalid for"
            )
            text = text.replacing("'\(value)'", with: Self.placeholder)
            text = text.replacing(
                "Invalid option: \(value)",
                with: "Invalid option: \(Self.placeholder)"
            )
        }
        text = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
    }

    /// The sentence about a first word that is no command; it is repeated only if it is a misspelt one.
    private var unknownCommand: String? {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help",
            !commands.contains(first)
        else { return nil }
        guard let nearest = NearestName.of(first, among: commands) else {
            return "There is no such command."
        }
        return "There is no command '\(first)'. Did you mean '\(nearest)'?"
    }

    private var values: [String] {
        arguments.flatMap { argument -> [String] in
            guard argument.hasPrefix("-"), let sign = argument.firstIndex(of: "=") else {
                return [argument]
            }
            let value = argument[argument.index(after: sign)...]
            return [argument, String(argument[..<sign]), String(value)]
        }
        .filter { !$0.isEmpty && !Self.isOptionName($0) }
    }

    private static func isOptionName(_ argument: String) -> Bool {
        argument.hasPrefix("--")
            && argument.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}
