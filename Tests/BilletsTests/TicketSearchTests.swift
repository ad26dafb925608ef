import Billets
import Testing

@Suite struct TicketSearchTests {
    @Test(
        "A text is a number behind #, or else its terms",
        arguments: [
            ("#42", TicketSearch.number(42)), (" ＃４２ ", .number(42)), ("42", .terms(["42"])),
            ("#0", .terms(["#0"])), ("#042", .terms(["#042"])), ("#-1", .terms(["#-1"])),
            ("#+1", .terms(["#+1"])), ("#x", .terms(["#x"])), ("#4 2", .terms(["#4", "2"])),
            ("  ", .terms([])), ("\u{200B}", .terms([])),
            ("\"a\" OR b*", .terms(["\"a\"", "or", "b*"])),
            ("C'est-à-dire\u{3000}Ça", .terms(["c'est-a-dire", "ca"])),
            ("#9223372036854775808", .terms(["#9223372036854775808"])),
        ]
    )
    func reading(_ text: String, _ search: TicketSearch) throws {
        #expect(try TicketSearch(text) == search)
    }

    @Test("It has 1 to 200 characters, and the first 16 terms of them count")
    func bounds() throws {
        for text in ["", String(repeating: "x", count: 201)] {
            let refusal = #expect(throws: Rejection.self) { try TicketSearch(text) }
            #expect(refusal?.code == .invalidMessage)
        }
        let many = (1...30).map { "w\($0)" }.joined(separator: " ")
        guard case .terms(let terms) = try TicketSearch(many) else {
            Issue.record("no terms")
            return
        }
        #expect(terms.count == TicketSearch.termsMaximum)
    }

    @Test("A term is found in the title or the description, never in both, or is the number")
    func finding() throws {
        let draft = TicketDraft(title: "Hoover", description: "Loud")
        let ticket = try TicketFixture.ticket(draft)
        for text in ["hoov", "LOUD", "oove lou", "7", "#7", "7 hoover", " "] {
            #expect(try TicketSearch(text).finds(ticket), "\(text)")
        }
        for text in ["17", "#17", "07", "#07", "hooverloud", "r l x", "8", "7 broom"] {
            #expect(try !TicketSearch(text).finds(ticket), "\(text)")
        }
    }

    @Test("The highest revision has no next one, and its neighbours are in order")
    func highestRevision() {
        let highest = Revision(.max)
        #expect(highest.next == highest)
        #expect(Revision(7).next == Revision(8))
    }
}
