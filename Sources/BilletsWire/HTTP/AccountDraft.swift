public import Billets

/// An account that is to be made.
public struct AccountDraft: Hashable, Sendable {
    /// What its owner will log in with.
    public let email: String

    /// What they are called.
    public let name: String

    /// Their password.
    public let password: String

    /// What they may do, if the request says it.
    public let role: AccountRole?

    /// An account with all that is wanted of it.
    public init(email: String, name: String, password: String, role: AccountRole?) {
        self.email = email
        self.name = name
        self.password = password
        self.role = role
    }
}
