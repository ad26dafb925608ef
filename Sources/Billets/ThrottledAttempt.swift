/// One attempt at something that is throttled, such as a log-in of one account.
public struct ThrottledAttempt: Hashable, Sendable {
    /// The longest subject, in bytes.
    public static let subjectBytesMaximum = 128

    /// What is counted; names and addresses of people stand in it only as digests.
    public let subject: String

    /// How often it may be tried.
    public let throttle: Throttle

    /// An attempt at `subject`.
    public init(subject: String, throttle: Throttle) {
        precondition(subject.utf8.count <= Self.subjectBytesMaximum, "A subject is a short text.")
        self.subject = subject
        self.throttle = throttle
    }
}
