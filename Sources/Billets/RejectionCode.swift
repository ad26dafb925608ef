/// Why something was not done, for programs.
public enum RejectionCode: String, CaseIterable, Hashable, Sendable {
    /// It is not JSON, a field is missing, or a value is not of its kind.
    case invalidMessage = "invalid_message"

    /// No message has this type.
    case unknownType = "unknown_type"

    /// It names something that does not exist.
    case notFound = "not_found"

    /// Someone else holds the lock.
    case locked

    /// The lock to give back is not held by the sender.
    case notLocked = "not_locked"

    /// The ticket has changed since the version that the sender had seen.
    case versionConflict = "version_conflict"

    /// A field is longer than it may be.
    case tooLarge = "too_large"

    /// The sender asks for too much in too short a time.
    case rateLimited = "rate_limited"

    /// The session may not do this: its API token lacks the scope.
    case forbidden

    /// The store cannot be reached or written now; whether the command was carried out is unknown,
    /// and sending it again with the same request id is safe.
    case unavailable
}
