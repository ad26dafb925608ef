import Billets
import Testing

@Suite struct SearchTextTests {
    @Test("Folding twice is folding once, for every scalar but ideographs")
    func idempotence() {
        for value in UInt32(0)...0x10_FFFF {
            guard let scalar = Unicode.Scalar(value),
                ![.unassigned, .privateUse].contains(scalar.properties.generalCategory),
                !scalar.properties.isIdeographic
            else { continue }
            let folded = SearchText.folded("か\(scalar)\u{301}")
            let again = SearchText.folded(folded)
            guard !again.utf8.elementsEqual(folded.utf8) else { continue }
            Issue.record("U+\(String(value, radix: 16))")
        }
    }

    @Test("Canonically equal texts have one form")
    func normalization() {
        for (one, other) in [
            ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"), ("が", "か\u{3099}"),
            ("ệ", "e\u{302}\u{323}"), ("\u{0958}", "\u{0915}\u{093C}"), ("Å", "\u{212B}"),
        ] {
            #expect(SearchText.folded(one).utf8.elementsEqual(SearchText.folded(other).utf8))
        }
    }

    @Test(
        "Case, diacritics, ligatures, width and invisible characters are folded; marks of a script stay",
        arguments: [
            ("Straße ẞ ς Σ", "strasse ss σ σ"), ("IŞIK ışık İ", "isik isik i"),
            ("ﬁ ﬃ № Ⅳ ½", "fi ffi no iv 1⁄2"),
            ("ＷｉＦｉ ﾌﾟﾘﾝﾀｰ", "wifi プリンター"), ("a\u{AD}b\u{200D}c\u{FE0F}d\u{202E}e", "abcde"),
            ("がざ กำ हिन्दी", "がざ ก\u{E4D}า हिन्दी"), ("Ꭰꭰ", "ꭰꭰ"), ("ǅ ŉ ΐ ᾳ", "dz ʼn ι α"),
        ]
    )
    func folding(_ text: String, _ folded: String) {
        #expect(SearchText.folded(text).utf8.elementsEqual(folded.utf8))
    }
}
