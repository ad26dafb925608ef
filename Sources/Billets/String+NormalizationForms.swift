import Foundation

/// The normalisation forms of Unicode (UAX #15). Text of ASCII alone is in all of them.
extension String {
    /// The text in form C: canonically composed.
    var formC: String {
        isASCII ? self : precomposedStringWithCanonicalMapping
    }

    /// The text in form KC: compatibility forms replaced, then composed.
    var formKC: String {
        isASCII ? self : precomposedStringWithCompatibilityMapping
    }

    /// The text in form KD: compatibility forms replaced, everything decomposed.
    var formKD: String {
        isASCII ? self : decomposedStringWithCompatibilityMapping
    }

    private var isASCII: Bool {
        utf8.allSatisfy { $0 < 0x80 }
    }
}
