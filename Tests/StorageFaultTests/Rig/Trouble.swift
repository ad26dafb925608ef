/// What kept a test from testing anything.
struct Trouble: Error, CustomStringConvertible {
    /// What it was.
    let description: String

    /// Trouble that `description` tells of.
    init(_ description: String) {
        self.description = description
    }
}
