import Billets

/// What lets somebody in: one log-in, as its token tells it, or an API token.
struct Session: Hashable, Sendable {
    /// How it came about.
    enum Origin: Hashable, Sendable {
        /// Somebody logged in; the token was signed by this key.
        case logIn(keyID: String)

        /// A program showed an API token, which was looked up when the session began.
        case apiToken
    }

    /// The log-in, or the API token.
    let id: SessionID

    /// Whose it is.
    let user: User

    /// What they may do.
    let role: AccountRole

    /// When they logged in, or the API token was looked up.
    let startedAt: Timestamp

    /// When it ends by itself; nil: never.
    let expiresAt: Timestamp?

    /// How it came about.
    let origin: Origin

    /// Whether somebody logged in, and did not show an API token.
    var isLogIn: Bool {
        switch origin {
        case .logIn: true
        case .apiToken: false
        }
    }

    /// Whether it has ended by itself.
    func hasExpired(at now: Timestamp) -> Bool {
        expiresAt.map { $0 <= now } ?? false
    }

    /// Whether `revocation` ended it.
    func isEnded(by revocation: Revocation) -> Bool {
        switch revocation.scope {
        case .session(let id): id == self.id
        case .user(let id): id == user.id && startedAt <= revocation.at
        }
    }

    /// Whether the key that its token is signed with is none of `keyIDs`.
    func isSigned(byNoneOf keyIDs: Set<String>) -> Bool {
        switch origin {
        case .logIn(let keyID): !keyIDs.contains(keyID)
        case .apiToken: false
        }
    }
}
