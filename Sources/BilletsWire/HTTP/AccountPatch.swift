public import Billets

/// What an administrator changes of an account; what is nil stays as it is.
public struct AccountPatch: Hashable, Sendable {
    /// The new name.
    public let name: String?

    /// The new role.
    public let role: AccountRole?

    /// Whether its owner is kept out.
    public let isDisabled: Bool?

    /// The new password.
    public let password: String?

    /// True if all API tokens of the account are removed.
    public let endsTokens: Bool

    /// A change of what is named.
    public init(
        name: String?,
        role: AccountRole?,
        isDisabled: Bool?,
        password: String?,
        endsTokens: Bool = false
    ) {
        self.name = name
        self.role = role
        self.isDisabled = isDisabled
        self.password = password
        self.endsTokens = endsTokens
    }
}
