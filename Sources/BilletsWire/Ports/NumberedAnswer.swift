public import Billets

/// The answer to a command.
public struct NumberedAnswer: Sendable {
    /// Under which number the command was submitted.
    public let number: UInt64

    /// What came of it.
    public let result: Result<Acceptance, Rejection>

    /// The answer to the command `number`.
    public init(number: UInt64, result: Result<Acceptance, Rejection>) {
        self.number = number
        self.result = result
    }
}
