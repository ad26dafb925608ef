/// What becomes of an account; what is nil stays as it is.
public struct AccountEdit: Hashable, Sendable {
    /// The new name; events of the past keep the old one.
    public var name: String?

    /// The new role.
    public var role: AccountRole?

    /// Whether its owner is kept out.
    public var isDisabled: Bool?

    /// What becomes of its password.
    public var password: PasswordEdit

    /// The generation that the account must have; nil: any.
    public var expectedGeneration: Int64?

    /// True if all API tokens of the account are removed.
    public var endsTokens: Bool

    /// An edit of what is named.
    public init(
        name: String? = nil,
        role: AccountRole? = nil,
        isDisabled: Bool? = nil,
        password: PasswordEdit = .unchanged,
        expectedGeneration: Int64? = nil,
        endsTokens: Bool = false
    ) {
        self.name = name
        self.role = role
        self.isDisabled = isDisabled
        self.password = password
        self.expectedGeneration = expectedGeneration
        self.endsTokens = endsTokens
    }

    /// Whether it names nothing at all.
    public var isEmpty: Bool {
        self == AccountEdit()
    }

    /// `account` after the edit, with a higher generation if its sessions end.
    ///
    /// - Throws: `invalidMessage` if the name is invalid, `versionConflict` if the account has another generation than the
    ///   one that is expected.
    public func applied(to account: Account) throws(Rejection) -> Account {
        if let expectedGeneration, expectedGeneration != account.generation {
            throw Rejection(
                .versionConflict,
                "The account has been changed meanwhile: look at it again, and repeat the change."
            )
        }
        let endsSessions = endsSessions(of: account)
        var account = account
        if endsSessions { account.generation += 1 }
        if let name {
            account.user = User(id: account.user.id, name: try AccountLimits.name(name))
        }
        account.role = role ?? account.role
        account.isDisabled = isDisabled ?? account.isDisabled
        switch password {
        case .unchanged: break
        case .changed(let hash): account.passwordHash = hash
        case .rehashed(let hash, let old) where account.passwordHash == old:
            account.passwordHash = hash
        case .rehashed: break
        }
        return account
    }

    /// Returns true if every session of `account` ends with the edit: its owner is disabled, gets another role or another
    /// password, or loses the API tokens.
    public func endsSessions(of account: Account) -> Bool {
        if let role, role != account.role { return true }
        if isDisabled == true || endsTokens { return true }
        if case .changed = password { return true }
        return false
    }
}
