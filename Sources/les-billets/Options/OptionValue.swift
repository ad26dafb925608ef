/// A value of an option or of an environment variable.
///
/// A value that is invalid may hold a secret, such as a password within a URL: no complaint about one repeats any
/// part of it.
protocol OptionValue: Sendable {
    /// Reads `text`.
    ///
    /// - Throws: a `Complaint` that says what to write, and repeats nothing of `text`.
    init(parsing text: String) throws
}

extension String: OptionValue {
    /// Takes a name or a path: one line, which is no URL and no key.
    ///
    /// Names and paths are repeated in messages, so that a text which may hold a secret must not pass for one.
    init(parsing text: String) throws {
        guard !text.isEmpty else {
            throw Complaint("it is empty: write something, or leave it out")
        }
        guard !text.contains("://") else {
            throw Complaint("it is a URL: write a plain name or path")
        }
        guard !text.contains("-----BEGIN") else {
            throw Complaint("it is a key or certificate itself: name the file that holds it")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Complaint("it holds a line break or another control character: write one line")
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
