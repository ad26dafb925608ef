import Billets

/// What lets somebody in: one log-in, as its token tells it, or an API token.
struct Session: Hashable, Sendable {
    /// How it came about.
    enum Origin: Hashable, Sendable {
        /// Somebody logged in; the token was signed by this key.
        case logIn(keyID: String)

        /// A program showed an API token, which was looked up when the session began, and has these scopes.
        case apiToken(scopes: Set<APITokenScope>)
    }

    /// The log-in, or the API token.
    let id: SessionID

    /// Whose it is.
    let user: User

    /// The role that the session has: that of the account, unless its API token lacks the scope for it.
    let role: AccountRole

    /// The generation of the account in which it began; when the account's is higher, the session is dead.
    let generation: Int64

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

    /// The session as the store checks it when it changes an account or a token.
    var actor: SessionActor {
        SessionActor(user: user.id, generation: generation)
    }

    /// Returns true if it has the right `scope`; whoever logged in has all that their role has.
    func permits(_ scope: APITokenScope) -> Bool {
        switch origin {
        case .logIn: true
        case .apiToken(let scopes): scopes.contains(scope)
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
        case .user(let id, let generation): id == user.id && self.generation < generation
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
