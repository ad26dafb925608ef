import Billets
import Testing

@Suite struct TicketSearchTests {
    @Test(
        "A text is a number behind #, or else its words",
        arguments: [
            ("#42", TicketSearch.number(42)), ("42", .words(["42"])), ("#0", .words(["0"])),
            ("#-1", .words(["1"])), ("#x", .words(["x"])), ("  ", .words([])),
            ("\"a\" OR b*", .words(["a", "OR", "b"])),
            ("c'est-à-dire", .words(["c", "est", "à", "dire"])),
            ("#9223372036854775808", .words(["9223372036854775808"])),
        ]
    )
    func reading(_ text: String, _ search: TicketSearch) throws {
        #expect(try TicketSearch(text) == search)
    }

    @Test("It has 1 to 200 characters, and the first 16 words of them count")
    func bounds() throws {
        for text in ["", String(repeating: "x", count: 201)] {
            let refusal = #expect(throws: Rejection.self) { try TicketSearch(text) }
            #expect(refusal?.code == .invalidMessage)
        }
        let many = (1...30).map { "w\($0)" }.joined(separator: " ")
        guard case .words(let words) = try TicketSearch(many) else {
            Issue.record("no words")
            return
        }
        #expect(words.count == TicketSearch.wordsMaximum)
    }

    @Test("The highest revision has no next one, and its neighbours are in order")
    func highestRevision() {
        let highest = Revision(.max)
        #expect(highest.next == highest)
        #expect(Revision(7).next == Revision(8))
    }
}
