import Billets

/// The accounts of a `MemoryStore`, and the sessions that were ended.
struct MemoryAccountBook {
    private var accounts: [UserID: Account] = [:]

    /// All that were made, oldest first.
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

    /// Adds an account.
    ///
    /// - Throws: `invalidMessage` if the e-mail or the name is not one, or is taken.
    mutating func add(_ account: Account) throws(Rejection) {
        let email = try AccountLimits.email(account.email)
        let name = try AccountLimits.name(account.user.name)
        guard self.account(email: email) == nil, accounts[account.user.id] == nil else {
            throw Rejection(.invalidMessage, "There is an account for \(email) already.")
        }
        accounts[account.user.id] = Account(
            user: User(id: account.user.id, name: name),
            email: email,
            role: account.role,
            passwordHash: account.passwordHash,
            isDisabled: account.isDisabled
        )
    }

    /// Changes the account that logs in with `email`.
    ///
    /// - Throws: `notFound` if there is none.
    mutating func edit(
        email: String,
        _ edit: AccountEdit,
        at now: Timestamp
    ) throws(Rejection) {
        guard var account = account(email: email) else {
            throw Rejection(.notFound, "There is no account for \(email).")
        }
        switch edit {
        case .password(let hash): account.passwordHash = hash
        case .disable:
            account.isDisabled = true
            revoke(.user(account.user.id), at: now)
        }
        accounts[account.user.id] = account
    }

    /// Ends sessions.
    mutating func revoke(_ scope: Revocation.Scope, at now: Timestamp) {
        let number = (revocations.last?.number ?? 0) + 1
        revocations.append(Revocation(number: number, scope: scope, at: now))
    }
}
