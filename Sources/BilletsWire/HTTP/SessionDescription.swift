public import Billets

/// A session as `/api/session` tells of it.
public struct SessionDescription: Hashable, Sendable {
    /// The token that opens doors until then; only log-in tells it.
    public let token: String?

    /// When the session ends by itself; nil: never.
    public let expiresAt: Timestamp?

    /// Whose it is.
    public let user: User

    /// What they may do.
    public let role: AccountRole

    /// The session of `user`.
    public init(token: String?, expiresAt: Timestamp?, user: User, role: AccountRole) {
        self.token = token
        self.expiresAt = expiresAt
        self.user = user
        self.role = role
    }
}
