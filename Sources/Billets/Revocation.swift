/// The end of sessions before their time; every gateway hears of it.
public struct Revocation: Hashable, Sendable {
    /// The most revocations that a store tells at once.
    public static let pageMaximum = 10_000

    /// The sessions that end.
    public enum Scope: Hashable, Sendable {
        /// The one that was logged out.
        case session(SessionID)

        /// All of a user whose generation is lower than `generation`.
        case user(UserID, generation: Int64)
    }

    /// Its place among the revocations of the database: 1, 2, 3 …, numbers may be missing.
    public let number: Int64

    /// The sessions that end.
    public let scope: Scope

    /// The time at which it was made, by the store's clock.
    public let at: Timestamp

    /// The revocation `number`.
    public init(number: Int64, scope: Scope, at: Timestamp) {
        self.number = number
        self.scope = scope
        self.at = at
    }
}
