/// What somebody sends who wants another password.
public struct PasswordChange: Hashable, Sendable {
    /// The present one.
    public let currentPassword: String

    /// The one that takes its place.
    public let newPassword: String

    /// A change of passwords.
    public init(currentPassword: String, newPassword: String) {
        self.currentPassword = currentPassword
        self.newPassword = newPassword
    }
}
