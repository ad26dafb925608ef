/// Something that an option or an environment variable can say.
protocol OptionValue: Sendable {
    /// Reads what was written.
    ///
    /// - Throws: a `Complaint` that says what would have been right.
    init(parsing text: String) throws
}

extension String: OptionValue {
    /// Takes any text but the empty one.
    init(parsing text: String) throws {
        guard !text.isEmpty else {
            throw Complaint("it is empty: write something, or leave it out")
        }
        self = text
    }
}

extension Bool: OptionValue {
    /// Reads `yes`, `true`, `1`, and their opposites.
    init(parsing text: String) throws {
        switch text.lowercased() {
        case "yes", "true", "1": self = true
        case "no", "false", "0": self = false
        default: throw Complaint("write yes or no")
        }
    }
}
