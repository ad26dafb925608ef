/// The accounts that a restored database has.
public enum RestoredAccounts: String, CaseIterable, Sendable {
    /// State, role and password are those of the present database, also of accounts made since the backup: nobody who was
    /// disabled since gets in again.
    case present

    /// All accounts are as the backup has them.
    case backup
}
