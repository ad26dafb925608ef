import Billets

/// One log-in, as its token tells it.
struct Session: Hashable, Sendable {
    /// The log-in.
    let id: SessionID

    /// Who logged in.
    let user: User

    /// What they may do.
    let role: AccountRole

    /// When they logged in.
    let startedAt: Timestamp

    /// When the session ends by itself.
    let expiresAt: Timestamp

    /// Whether it has ended by itself.
    func hasExpired(at now: Timestamp) -> Bool {
        expiresAt <= now
    }

    /// Whether `revocation` ended it.
    func isEnded(by revocation: Revocation) -> Bool {
        switch revocation.scope {
        case .session(let id): id == self.id
        case .user(let id): id == user.id && startedAt <= revocation.at
        }
    }
}
