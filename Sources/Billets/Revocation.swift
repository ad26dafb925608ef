/// Sessions that are dead before their time; every gateway hears of it.
public struct Revocation: Hashable, Sendable {
    /// Which sessions.
    public enum Scope: Hashable, Sendable {
        /// The one that was logged out.
        case session(SessionID)

        /// All of a user that began before the revocation.
        case user(UserID)
    }

    /// Its place among the revocations of the database: 1, 2, 3 …, numbers may be missing.
    public let number: Int64

    /// Which sessions it ends.
    public let scope: Scope

    /// When it was made: a session of a user begun later lives on.
    public let at: Timestamp

    /// The revocation `number`.
    public init(number: Int64, scope: Scope, at: Timestamp) {
        self.number = number
        self.scope = scope
        self.at = at
    }
}
