/// What kept a test from testing anything.
public struct Trouble: Error, CustomStringConvertible {
    /// What it was.
    public let description: String

    /// Trouble that `description` tells of.
    public init(_ description: String) {
        self.description = description
    }
}
