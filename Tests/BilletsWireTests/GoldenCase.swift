import Testing

/// A value, and the file that holds it as JSON.
struct GoldenCase<Value: Sendable>: Sendable, CustomTestStringConvertible {
    /// The file's name in the folder Golden, without its extension.
    let file: String

    /// What the file says.
    let value: Value

    /// The file's name.
    var testDescription: String { file }

    /// The case of `file`.
    init(_ file: String, _ value: Value) {
        self.file = file
        self.value = value
    }
}
