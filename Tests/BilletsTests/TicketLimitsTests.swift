import Billets
import Testing

@Suite struct TicketLimitsTests {
    @Test("A title is trimmed of every kind of white space, and kept inside")
    func trims() throws {
        #expect(try TicketLimits.title(" \u{3000}\n a \u{A0} b\t") == "a \u{A0} b")
    }

    @Test("A title of nothing but white space is refused", arguments: ["", " ", "\n\t\u{2003}"])
    func refusesEmptyTitles(text: String) {
        let refusal = #expect(throws: Rejection.self) { try TicketLimits.title(text) }
        #expect(refusal?.code == .invalidMessage)
    }

    @Test(
        "A title in which nothing can be seen is refused",
        arguments: [
            "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{115F}", "\u{1160}", "\u{3164}",
            "\u{FFA0}",
            "\u{2800}", "\u{202E}", "\u{2066}\u{2069}", "\u{200F}", "\u{61C}", "\u{FE0F}",
            "\u{180E}",
            "\u{2028}\u{2029}", "\u{1}\u{7F}", "\u{E0020}", "\u{34F}", "\u{17B4}",
            " \u{3164}\u{2060} ",
        ]
    )
    func refusesInvisibleTitles(text: String) {
        let refusal = #expect(throws: Rejection.self) { try TicketLimits.title(text) }
        #expect(refusal?.code == .invalidMessage)
    }

    @Test(
        "A title with anything that can be seen is kept as it is",
        arguments: [
            "\u{200B}a", "a\u{202E}b\u{202C}", "❤\u{FE0F}", "e\u{301}", "\u{A0}\u{301}", ".",
        ]
    )
    func keepsVisibleTitles(text: String) throws {
        let title = try TicketLimits.title(text)
        #expect(text.utf8.reversed().starts(with: title.utf8.reversed()))
    }

    @Test("A title has 200 Unicode scalars at most, not counting what is trimmed")
    func limitsTitles() throws {
        let longest = String(repeating: "é", count: 200)
        #expect(try TicketLimits.title("  \(longest)  ") == longest)
        let refusal = #expect(throws: Rejection.self) { try TicketLimits.title(longest + "x") }
        #expect(refusal?.code == .tooLarge)
        let family = String(repeating: "👨‍👩‍👧‍👦", count: 29)
        #expect(throws: Rejection.self) { try TicketLimits.title(family) }
    }

    @Test("A description has 16,384 bytes of UTF-8 at most, and is kept as it is")
    func limitsDescriptions() throws {
        let longest = String(repeating: "é", count: 8_192)
        #expect(try TicketLimits.description(longest) == longest)
        #expect(try TicketLimits.description("  ") == "  ")
        let refusal = #expect(throws: Rejection.self) {
            try TicketLimits.description(longest + "x")
        }
        #expect(refusal?.code == .tooLarge)
    }

    @Test("No text holds a NUL")
    func refusesNUL() {
        let title = #expect(throws: Rejection.self) { try TicketLimits.title("a\0b") }
        let description = #expect(throws: Rejection.self) { try TicketLimits.description("\0") }
        #expect(title?.code == .invalidMessage)
        #expect(description?.code == .invalidMessage)
    }
}
