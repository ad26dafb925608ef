/// A user as the store knows them: how they log in, and what they may do.
public struct Account: Hashable, Sendable {
    /// Who it is.
    public var user: User

    /// What they log in with, in lower case; no two accounts share one.
    public let email: String

    /// What they may do.
    public var role: AccountRole

    /// How their password is checked: algorithm, parameters, salt and hash in one text.
    public var passwordHash: String

    /// Whether they are kept out.
    public var isDisabled: Bool

    /// An account with all that is known of it.
    public init(
        user: User,
        email: String,
        role: AccountRole,
        passwordHash: String,
        isDisabled: Bool = false
    ) {
        self.user = user
        self.email = email
        self.role = role
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
    }
}
