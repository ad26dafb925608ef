import Billets

/// The accounts of a `MemoryStore`, and the sessions that were ended.
struct MemoryAccountBook {
    private var accounts: [UserID: Account] = [:]
    private var tokens: [APITokenID: APIToken] = [:]

    /// Those of single sessions, and the last one of each user, the oldest first.
    private(set) var revocations: [Revocation] = []

    /// All accounts, by e-mail.
    var all: [Account] {
        accounts.values.sorted { $0.email < $1.email }
    }

    /// The user `id`, unless there is no such account or it is disabled.
    func assignee(_ id: UserID) -> User? {
        accounts[id].flatMap { $0.isDisabled ? nil : $0.user }
    }

    /// The account that logs in with `email`, in whatever case.
    func account(email: String) -> Account? {
        let email = AccountLimits.canonicalEmail(email)
        return accounts.values.first { $0.email == email }
    }

    /// The account of the user `id`.
    func account(_ id: UserID) -> Account? {
        accounts[id]
    }

    /// Checks that the session of `actor` has not ended; nil stands for an operator.
    func check(_ actor: SessionActor?) throws(Rejection) {
        try actor?.check(actor.flatMap { accounts[$0.user] })
    }

    /// Adds an account.
    ///
    /// - Throws: `invalidMessage` if the e-mail or the name is not one, or is taken.
    mutating func add(_ account: Account) throws(Rejection) {
        let email = try AccountLimits.email(account.email)
        let name = try AccountLimits.name(account.user.name)
        guard self.account(email: email) == nil, accounts[account.user.id] == nil else {
            throw Rejection(takenEmail: email)
        }
        accounts[account.user.id] = Account(
            user: User(id: account.user.id, name: name),
            email: email,
            role: account.role,
            passwordHash: account.passwordHash,
            isDisabled: account.isDisabled,
            generation: account.generation
        )
    }

    /// Changes the account of the user `id`.
    mutating func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        at now: Timestamp
    ) throws(Rejection) -> Account {
        guard let account = accounts[id] else { throw Rejection(unknownUser: id) }
        let edited = try edit.applied(to: account)
        if edited.generation != account.generation {
            revoke(.user(id, generation: edited.generation), at: now)
        }
        if edit.endsTokens { tokens = tokens.filter { $0.value.owner != id } }
        accounts[id] = edited
        return edited
    }

    /// Adds an API token.
    mutating func add(_ token: APIToken, at now: Timestamp) throws(Rejection) {
        guard accounts[token.owner] != nil else { throw Rejection(unknownUser: token.owner) }
        _ = try AccountLimits.name(token.name)
        guard tokens(of: token.owner, at: now).count < AccountLimits.tokensMaximum else {
            throw Rejection.tooManyTokens
        }
        tokens[token.id] = token
    }

    /// The API tokens of `owner`, or of all users, that have not ended, the oldest first.
    func tokens(of owner: UserID?, at now: Timestamp) -> [APIToken] {
        tokens.values
            .filter { (owner == nil || $0.owner == owner) && !$0.hasExpired(at: now) }
            .sorted { ($0.createdAt, $0.id.description) < ($1.createdAt, $1.id.description) }
            .prefix(AccountLimits.listedTokensMaximum).map(\.self)
    }

    /// The API token with `digest`, unless it has ended, and the account that it acts for.
    func holder(ofTokenWithDigest digest: [UInt8], at now: Timestamp) -> TokenHolder? {
        guard let token = tokens.values.first(where: { $0.digest == digest }),
            !token.hasExpired(at: now), let account = accounts[token.owner]
        else { return nil }
        return TokenHolder(token: token, account: account)
    }

    /// Removes an API token, and revokes the sessions that it opened.
    mutating func removeToken(
        _ id: APITokenID,
        of owner: UserID?,
        at now: Timestamp
    ) throws(Rejection) {
        guard let token = tokens[id], owner == nil || token.owner == owner else {
            throw Rejection(unknownToken: id)
        }
        tokens[id] = nil
        revoke(.session(token.sessionID), at: now)
    }

    /// Ends sessions.
    mutating func revoke(_ scope: Revocation.Scope, at now: Timestamp) {
        let number = (revocations.last?.number ?? 0) + 1
        if case .user(let id, _) = scope {
            revocations.removeAll {
                if case .user(id, _) = $0.scope { true } else { false }
            }
        }
        revocations.append(Revocation(number: number, scope: scope, at: now))
    }
}
