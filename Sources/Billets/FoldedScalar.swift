import Synchronization

/// A scalar in the form of `SearchText`.
///
/// Foundation's normalisation of a text takes a microsecond for some ten bytes, so that each scalar is normalised once.
struct FoldedScalar: Sendable {
    /// The form, in UTF-8; empty for what is left out.
    let bytes: String.UTF8View

    /// True if it stays as it is between others: no mark or jamo, which may compose or change places.
    let isComposed: Bool

    /// At most one for each scalar that changes; there are some ten thousand.
    private static let known = Mutex<[Unicode.Scalar: FoldedScalar]>([:])

    /// The form of `scalar`.
    init(_ scalar: Unicode.Scalar) {
        // From the scripts of East Asia on, no letter has a diacritic that only decomposition takes off.
        if scalar.value >= 0x2E80, !Self.isDiacritic(scalar),
            !scalar.properties.changesWhenNFKCCaseFolded
        {
            self.init(text: String(scalar))
            return
        }
        self = Self.known.withLock { known in
            if let folded = known[scalar] { return folded }
            let folded = FoldedScalar(text: Self.folded(scalar))
            known[scalar] = folded
            return folded
        }
    }

    private init(text: String) {
        bytes = text.utf8
        isComposed = !text.unicodeScalars.contains(where: Self.mayCompose)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> String {
        var scalars = String.UnicodeScalarView()
        for part in String(scalar).formKD.unicodeScalars where !isDiacritic(part) {
            scalars.append(
                contentsOf: caseFolded(part).filter { !$0.properties.isDefaultIgnorableCodePoint }
            )
        }
        return String(scalars).formKC
    }

    /// Full case folding: the standard library maps cases only, and mapping there and back folds (ẞ, ß and SS to ss), and
    /// ı to i as well.
    private static func caseFolded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        scalar.properties.lowercaseMapping.unicodeScalars
            .flatMap { $0.properties.uppercaseMapping.unicodeScalars }
            .flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    }

    private static func isDiacritic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
            true
        default: false
        }
    }

    private static func mayCompose(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: (0x1100...0x11FF).contains(scalar.value)
        }
    }
}
