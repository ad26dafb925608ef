/// The form of a password that a hash was made of.
public enum PasswordForm: Hashable, Sendable {
    /// The form in which passwords are hashed (`AccountLimits.preparedPassword`).
    case prepared

    /// The bytes as they came: from the time before passwords were prepared.
    case verbatim
}
