/// What somebody logs in with.
public struct Credentials: Hashable, Sendable {
    /// The account's e-mail address.
    public let email: String

    /// Its password.
    public let password: String

    /// An address and a password.
    public init(email: String, password: String) {
        self.email = email
        self.password = password
    }
}
