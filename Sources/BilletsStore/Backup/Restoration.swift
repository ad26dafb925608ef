/// What came of a restore.
public struct Restoration: Hashable, Sendable {
    /// What becomes of those who were logged in.
    public enum Access: Hashable, Sendable {
        /// It is as it was before the restore: session keys, API tokens and revoked sessions were taken over. So many
        /// accounts are known to the backup alone, and can log in as they could then.
        case kept(accountsOfBackupAlone: Int)

        /// There was no sound database to take it over from: all sessions have ended, there are no API tokens, and all
        /// accounts are those of the backup.
        case ended
    }

    /// What the database holds now.
    public let summary: DatabaseSummary

    /// What becomes of those who were logged in.
    public let access: Access

    /// The file that keeps the database as it was before; nil if there was none.
    public let keptAt: String?

    /// The migrations that the backup lacked.
    public let migrations: [String]
}
