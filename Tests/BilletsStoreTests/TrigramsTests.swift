import Testing

@testable import BilletsStore

@Suite struct TrigramsTests {
    private func trigrams(_ text: String) -> [String] {
        Trigrams(of: text).text.unicodeScalars.split(separator: " ").map { String($0) }.sorted()
    }

    @Test("A trigram begins at each scalar of each word")
    func words() {
        #expect(trigrams("") == [])
        #expect(trigrams(" \n") == [])
        #expect(trigrams("a") == ["a\u{A0}\u{A0}"])
        #expect(trigrams("abcd") == ["abc", "bcd", "cd\u{A0}", "d\u{A0}\u{A0}"].sorted())
        #expect(trigrams("ab\nab b") == ["ab\u{A0}", "b\u{A0}\u{A0}"])
        #expect(trigrams("👩🚒\u{10FFFF}").contains("👩🚒\u{10FFFF}"))
        #expect(trigrams("a\u{1}b\u{85}c") == ["a", "b", "c"].map { $0 + "\u{A0}\u{A0}" })
    }

    @Test("A text has all trigrams that a term of it requires")
    func required() {
        #expect(Trigrams.required(by: "ab") == [])
        #expect(Trigrams.required(by: "abcab") == ["abc", "bca", "cab"])
        #expect(Trigrams.required(by: "a\u{1}bcde") == ["bcd", "cde"])
        #expect(Trigrams.required(by: "プリンタ") == ["プリン", "リンタ"])
        for term in ["ab\u{1}cde", "\"'()", "紙詰まり"] {
            #expect(Set(Trigrams.required(by: term)).isSubset(of: trigrams("x\(term)y \(term)")))
        }
    }

    @Test("What changes is what one text has and the other has not")
    func differences() {
        let (before, after) = (Trigrams(of: "hoover is loud"), Trigrams(of: "hoover is silent"))
        #expect(before.subtracting(before).text == "")
        #expect(before.subtracting(after) == Trigrams(of: "loud"))
        #expect(after.subtracting(before) == Trigrams(of: "silent"))
    }
}
