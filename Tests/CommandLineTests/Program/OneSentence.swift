import Testing

extension BuiltProgram.Outcome {
    /// Sees that the program gave up as it should: with one sentence that holds `words`, and a status.
    func expectComplaint(
        _ words: String...,
        status expected: Int32 = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(status == expected, sourceLocation: sourceLocation)
        #expect(output.isEmpty, sourceLocation: sourceLocation)
        #expect(complaints.count == 1, "\(error)", sourceLocation: sourceLocation)
        #expect(error.hasPrefix("les-billets: "), "\(error)", sourceLocation: sourceLocation)
        let end = error.last { !$0.isNewline }
        #expect(end == "." || end == "`", "\(error)", sourceLocation: sourceLocation)
        for word in words {
            #expect(error.contains(word), sourceLocation: sourceLocation)
        }
    }
}
