extension Unicode.Scalar {
    /// True if it leaves no ink of its own: white space, a control or format character, another default-ignorable code
    /// point (Unicode, section 5.21), or a blank letter or symbol.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: properties.isDefaultIgnorableCodePoint || Self.blanks.contains(self)
        }
    }

    /// Blank glyphs that Unicode does not list as default-ignorable: the empty braille pattern, the null notehead of music
    /// and the blanks of Egyptian hieroglyphs.
    private static let blanks: Set<Unicode.Scalar> = [
        "\u{2800}", "\u{1D159}", "\u{13441}", "\u{13442}",
    ]
}

extension StringProtocol {
    /// True if any of its characters can be seen.
    var isVisible: Bool {
        unicodeScalars.contains { !$0.isInvisible }
    }

    /// The text without the white space around it.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
