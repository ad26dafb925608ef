/// The one error that crosses rooms: a code for programs, a sentence for a person, and a cause for
/// the log, which is never sent to anybody.
public struct Rejection: Error, Hashable, Sendable {
    /// Why, for programs.
    public let code: RejectionCode

    /// Why, and what to do: one sentence for a person.
    public let message: String

    /// The ticket as it stands, for `locked` and `versionConflict`.
    public let ticket: Ticket?

    /// What happened inside, for the log.
    public let cause: String?

    /// A rejection with its sentence.
    public init(
        _ code: RejectionCode,
        _ message: String,
        ticket: Ticket? = nil,
        cause: String? = nil
    ) {
        self.code = code
        self.message = message
        self.ticket = ticket
        self.cause = cause
    }
}

extension Rejection: CustomStringConvertible {
    /// The sentence, and behind it the cause.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
