/// A password, a token or another text that no log, error message or debugger may show.
///
/// Descriptions, string interpolation, reflection and log metadata give a placeholder in place of the text.
public struct Secret: Hashable, Sendable {
    /// The text that stands for every secret.
    public static let placeholder = "(secret)"

    /// The text itself, for the code that sends, hashes or compares it.
    public let revealed: String

    /// A secret with the text `revealed`.
    public init(_ revealed: String) {
        self.revealed = revealed
    }
}

extension Secret: ExpressibleByStringLiteral {
    /// A secret that source code knows, such as that of a demonstration or a test.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The placeholder.
    public var description: String { Self.placeholder }

    /// The placeholder.
    public var debugDescription: String { Self.placeholder }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
