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

    /// An edit of what is named.
    public init(
        name: String? = nil,
        role: AccountRole? = nil,
        isDisabled: Bool? = nil,
        password: PasswordEdit = .unchanged
    ) {
        self.name = name
        self.role = role
        self.isDisabled = isDisabled
        self.password = password
    }

    /// Whether it names nothing at all.
    public var isEmpty: Bool {
        self == AccountEdit()
    }

    /// `account` after the edit.
    ///
    /// - Throws: `invalidMessage` if the name is none.
    public func applied(to account: Account) throws(Rejection) -> Account {
        var account = account
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

    /// Whether every session of `account` ends with the edit: its owner is kept out, may do something
    /// else than the sessions say, or has another password.
    public func endsSessions(of account: Account) -> Bool {
        if let role, role != account.role { return true }
        if isDisabled == true { return true }
        if case .changed = password { return true }
        return false
    }
}
