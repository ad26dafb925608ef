public import Billets

/// The effects of a restore, for a person to decide on.
public struct RestorePlan: Hashable, Sendable {
    /// The database that would be replaced.
    public enum Present: Hashable, Sendable {
        /// There is none.
        case absent

        /// There is one, and `changes` of its changes are not in the backup.
        case sound(DatabaseSummary, changes: Int64)

        /// There is one that is damaged.
        case damaged
    }

    /// The content of the backup.
    public let backup: DatabaseSummary

    /// When the file of the backup was written, by its file system.
    public let writtenAt: Timestamp

    /// When the newest change in the backup was made; nil if there is none.
    public let newestChangeAt: Timestamp?

    /// The database that would be replaced.
    public let present: Present
}
