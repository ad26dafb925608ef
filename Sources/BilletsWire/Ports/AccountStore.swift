public import Billets

/// Where accounts are kept, what they log in with, and which sessions are dead before their time.
///
/// Everything it says can fail with `unavailable`, when the database cannot be reached or written now.
public protocol AccountStore: Sendable {
    /// The account that logs in with `email`, in whatever case; nil if there is none.
    func account(email: String) async throws(Rejection) -> Account?

    /// The account of the user `id`; nil if there is none.
    func account(_ id: UserID) async throws(Rejection) -> Account?

    /// All accounts, by e-mail.
    func accounts() async throws(Rejection) -> [Account]

    /// Adds an account, on behalf of a session, or of an operator if `actor` is nil.
    ///
    /// - Throws: `invalidMessage` if the e-mail or the name is invalid or taken, `forbidden` if the actor's session has
    ///   ended.
    func add(_ account: Account, by actor: SessionActor?) async throws(Rejection)

    /// Changes the account of the user `id`; in the same transaction all its sessions are revoked, if
    /// `AccountEdit.endsSessions` says so, and its API tokens are removed, if the edit says so.
    ///
    /// - Returns: the account as it is now, with the generation of the sessions that begin from now on.
    /// - Throws: `notFound` if there is none, `invalidMessage` if the name is invalid, `versionConflict` if the account
    ///   has another generation than the edit expects, `forbidden` if the actor's session has ended.
    @discardableResult
    func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account

    /// Ends one session, on every gateway, for good.
    func revoke(_ session: SessionID) async throws(Rejection)

    /// The revocations after `number`, in order, `Revocation.pageMaximum` at most: of each user the last one, and those of
    /// single sessions, unless they are older than any session can be.
    func revocations(after number: Int64) async throws(Rejection) -> [Revocation]

    /// Adds an API token of its owner, on behalf of a session, or of an operator if `actor` is nil.
    ///
    /// - Throws: `notFound` if there is no such account, `invalidMessage` if the name is invalid, or the
    ///   owner has `AccountLimits.tokensMaximum` already, `forbidden` if the actor's session has ended.
    func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection)

    /// The API tokens of `owner`, or of all users if it is nil, that have not ended, the oldest first,
    /// `AccountLimits.listedTokensMaximum` at most.
    func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken]

    /// The API token whose secret has the SHA-256 `digest`, and the account that it acts for; nil if
    /// there is none, or it has ended.
    func holder(ofTokenWithDigest digest: [UInt8]) async throws(Rejection) -> TokenHolder?

    /// Removes an API token, and revokes the sessions that it opened, in one transaction; `owner` is
    /// whose it must be, and nil stands for anybody.
    ///
    /// - Throws: `notFound` if there is no such token.
    func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection)

    /// The keys that tokens of sessions are signed with, the oldest first; the last one signs.
    func sessionKeys() async throws(Rejection) -> [SessionKey]

    /// Adds a key, which signs from now on.
    ///
    /// - Throws: `invalidMessage` if there is a key of that name.
    func add(_ key: SessionKey) async throws(Rejection)

    /// Removes a key: tokens that it signed are worth nothing any more.
    ///
    /// - Throws: `notFound` if there is none, `invalidMessage` if it is the last one.
    func removeSessionKey(_ id: String) async throws(Rejection)

    /// Counts attempts, all or none, by the store's clock.
    ///
    /// - Returns: nil if all may be made; otherwise after how long to try again, and nothing was
    ///   counted.
    func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration?

    /// Forgets the attempts at these subjects.
    func forgive(_ subjects: [String]) async throws(Rejection)
}

/// Changes by operators, without a session.
extension AccountStore {
    /// Adds an account.
    public func add(_ account: Account) async throws(Rejection) {
        try await add(account, by: nil)
    }

    /// Changes the account of the user `id`.
    @discardableResult
    public func edit(_ id: UserID, _ edit: AccountEdit) async throws(Rejection) -> Account {
        try await self.edit(id, edit, by: nil)
    }

    /// Adds an API token of its owner.
    public func add(_ token: APIToken) async throws(Rejection) {
        try await add(token, by: nil)
    }
}
