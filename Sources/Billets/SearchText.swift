/// The form of texts in which searches compare them: without case, diacritics, compatibility forms and invisible characters.
///
/// The board has the same in `Page/query.js`; `Tests/Board/search-cases.json` holds both to it.
public enum SearchText {
    /// The form of `text`.
    ///
    /// In this order: form NFKD; no diacritics (the blocks of combining marks that belong to no one script, so that Thai,
    /// Indic and Japanese marks stay); full case folding; no default-ignorable code points; form NFKC.
    public static func folded(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isComposed = true
        // All but the composition of the last step is done for each scalar by itself, and then hardly ever anything is left
        // to compose.
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(lowercased(UInt8(truncatingIfNeeded: scalar.value)))
            } else {
                let folded = FoldedScalar(scalar)
                bytes += folded.bytes
                isComposed = isComposed && folded.isComposed
            }
        }
        let folded = String(decoding: bytes, as: UTF8.self)
        return isComposed ? folded : folded.formKC
    }

    /// The form of a ticket's title and description, in which no term of a search reaches from one into the other.
    public static func folded(title: String, description: String) -> String {
        folded(title) + "\n" + folded(description)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
