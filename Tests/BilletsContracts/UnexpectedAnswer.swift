/// A store answered what it must not.
struct UnexpectedAnswer: Error, CustomStringConvertible {
    /// What it answered to what.
    let description: String
}
