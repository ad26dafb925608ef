extension Unicode.Scalar {
    /// Whether it ends a line, or moves within one: control characters, the two separators of Unicode, and what turns
    /// the direction of writing (Unicode Standard Annex 9).
    public var endsOrMovesWithinLine: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: properties.isBidiControl
        default: false
        }
    }
}
