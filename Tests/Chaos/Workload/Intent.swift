public import Billets
public import BilletsWire

/// A command that somebody gave, however often it was sent.
public struct Intent: Hashable, Sendable {
    /// What became of it.
    public enum Outcome: Hashable, Sendable {
        /// It was carried out as this revision; the ticket as it then stood, where the answer tells.
        case accepted(Revision, Ticket?)

        /// It was refused.
        case rejected(RejectionCode)

        /// Nobody ever said.
        case unknown
    }

    /// Its name.
    public let requestID: RequestID

    /// Who gave it.
    public let userID: UserID

    /// What it was.
    public let message: ClientMessage

    /// When it was first sent, since the run's start.
    public let sentAt: Duration

    /// When its last answer came.
    public var answeredAt: Duration?

    /// How often it was sent.
    public var attempts = 0

    /// How often no answer came, or `unavailable`.
    public var attemptsUnknown = 0

    /// What became of it.
    public var outcome = Outcome.unknown

    /// A command that is about to be sent.
    public init(requestID: RequestID, userID: UserID, message: ClientMessage, sentAt: Duration) {
        self.requestID = requestID
        self.userID = userID
        self.message = message
        self.sentAt = sentAt
    }
}
