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
        arguments: ["", "ada", "@b.org", "ada@", "a@b@c", "a b@c.org", "a\u{0}b@c.org"]
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

    @Test("A name is trimmed, and has 1 to 100 characters")
    func limitsNames() throws {
        let longest = String(repeating: "é", count: 100)
        #expect(try AccountLimits.name("  \(longest) ") == longest)
        for text in ["", " \n ", longest + "x", "A\u{7}da"] {
            #expect(throws: Rejection.self) { try AccountLimits.name(text) }
        }
    }
}
