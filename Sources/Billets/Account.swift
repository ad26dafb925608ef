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

    /// Raised in the transaction that ends all sessions of the account; 0 at first.
    ///
    /// A session carries the generation in which it began. One of a lower generation is dead.
    public var generation: Int64

    /// An account with all that is known of it.
    public init(
        user: User,
        email: String,
        role: AccountRole,
        passwordHash: String,
        isDisabled: Bool = false,
        generation: Int64 = 0
    ) {
        self.user = user
        self.email = email
        self.role = role
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
        self.generation = generation
    }
}
