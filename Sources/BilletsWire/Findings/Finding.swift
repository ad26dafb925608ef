/// What an examination of an installation has found about one thing.
public struct Finding: Hashable, Sendable {
    /// Whether something must be done.
    public enum Verdict: String, CaseIterable, Hashable, Sendable {
        /// All is well.
        case ok

        /// It works, and may not go on to.
        case warning

        /// It does not work.
        case wrong
    }

    /// What was looked at: a few words.
    public let subject: String

    /// Whether something must be done.
    public let verdict: Verdict

    /// What it is, and what to do if it is not well.
    public let sentence: String

    /// A finding about `subject`.
    public init(_ subject: String, _ verdict: Verdict, _ sentence: String) {
        self.subject = subject
        self.verdict = verdict
        self.sentence = sentence
    }
}
