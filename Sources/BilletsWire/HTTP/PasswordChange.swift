/// What somebody sends who wants another password.
public struct PasswordChange: Hashable, Sendable {
    /// The present one.
    public let currentPassword: String

    /// The one that takes its place.
    public let newPassword: String

    /// True if the owner's API tokens are removed as well.
    public let endsTokens: Bool

    /// A change of passwords.
    public init(currentPassword: String, newPassword: String, endsTokens: Bool = false) {
        self.currentPassword = currentPassword
        self.newPassword = newPassword
        self.endsTokens = endsTokens
    }
}
