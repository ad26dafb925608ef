/// What becomes of an account.
public enum AccountEdit: Hashable, Sendable {
    /// Its password changes: this is the new hash.
    case password(hash: String)

    /// Its owner is kept out, and every session of theirs ends.
    case disable
}
