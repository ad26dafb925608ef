import Billets
import Testing

@Suite struct AccountLimitsTests {
    @Test("An e-mail is kept in lower case, without white space around it")
    func canonical() throws {
        #expect(try AccountLimits.email(" Ada@Example.ORG\n") == "ada@example.org")
        #expect(try AccountLimits.email("ÉMILE@exemple.fr") == "émile@exemple.fr")
        #expect(AccountLimits.canonicalEmail("ADA") == "ada")
    }

    @Test(
        "What is no e-mail is refused",
        arguments: [
            "", "ada", "@b.org", "ada@", "a@b@c", "a b@c.org", "a\u{0}b@c.org", "\u{200B}@c.org",
            "a\u{AD}b@c.org", "a@\u{3164}", "a\u{202E}b@c.org", "\u{2800}@c.org", "a\u{2029}@c.org",
        ]
    )
    func refusesEmails(text: String) {
        let refusal = #expect(throws: Rejection.self) { try AccountLimits.email(text) }
        #expect(refusal?.code == .invalidMessage)
    }

    @Test("An e-mail has 254 bytes at most")
    func limitsEmails() throws {
        let domain = "@example.org"
        let longest = String(repeating: "a", count: 254 - domain.utf8.count) + domain
        #expect(try AccountLimits.email(longest) == longest)
        #expect(throws: Rejection.self) { try AccountLimits.email("a" + longest) }
    }

    @Test("An e-mail and a name are kept in form NFC, byte by byte")
    func normalizes() throws {
        #expect(Array(try AccountLimits.email("E\u{301}@c.org").utf8) == Array("\u{E9}@c.org".utf8))
        #expect(Array(try AccountLimits.name("E\u{301}va").utf8) == Array("\u{C9}va".utf8))
        #expect(Array(try AccountLimits.name("\u{212B}sa").utf8) == Array("\u{C5}sa".utf8))
    }

    @Test(
        "A name that shows nothing, hides characters or turns the direction of text is refused",
        arguments: [
            "\u{200B}", "\u{2060}\u{FEFF}", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}",
            "\u{2800}",
            "\u{FE0F}", "\u{200D}", "A\u{200B}da", "A\u{AD}da", "A\u{202E}da",
            "A\u{2066}da\u{2069}",
            "A\u{200F}da", "A\u{61C}da", "A\u{2028}da", "A\u{85}da", "A\u{E0041}da",
        ]
    )
    func refusesNames(text: String) {
        let refusal = #expect(throws: Rejection.self) { try AccountLimits.name(text) }
        #expect(refusal?.code == .invalidMessage)
    }

    @Test(
        "A name may hold what spelling needs: spaces, joiners, variation selectors and marks",
        arguments: [
            "Ada\u{A0}Lovelace", "山田\u{3000}太郎", "\u{645}\u{6CC}\u{200C}\u{62E}",
            "क\u{94D}\u{200D}ष",
            "葛\u{E0100}城", "Ada ❤\u{FE0F}", "👩\u{200D}🚒", "שרה", "สมชาย",
        ]
    )
    func acceptsNames(text: String) throws {
        #expect(try AccountLimits.name(text) == text)
    }

    @Test("A password is compared in form NFC, every kind of space as a space")
    func preparesPasswords() throws {
        let prepared = try AccountLimits.password("e\u{301}\u{A0}\u{3000}long\u{2003}\u{7}!")
        #expect(Array(prepared.utf8) == Array("\u{E9}  long \u{7}!".utf8))
        #expect(Array(AccountLimits.preparedPassword("ﬁ ＡÉ").utf8) == Array("ﬁ ＡÉ".utf8))
        #expect(throws: Rejection.self) { try AccountLimits.password("e\u{301}234567") }
    }

    @Test("A name is trimmed, and has 1 to 100 characters")
    func limitsNames() throws {
        let longest = String(repeating: "é", count: 100)
        #expect(try AccountLimits.name("  \(longest) ") == longest)
        for text in ["", " \n ", longest + "x", "A\u{7}da"] {
            #expect(throws: Rejection.self) { try AccountLimits.name(text) }
        }
    }
}
