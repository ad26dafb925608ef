/// What becomes of an account's password.
public enum PasswordEdit: Hashable, Sendable {
    /// It stays.
    case unchanged

    /// It is another one, and this is its hash.
    case changed(hash: String)

    /// It is the same, hashed at a higher cost; nothing happens if `old` is not its hash any more.
    case rehashed(hash: String, replacing: String)
}
