extension DatabaseProblem {
    /// What is told of backups, and of databases that need one; empty for the rest.
    var backupMessage: String {
        switch self {
        case .damaged(let path):
            """
            The database \(path) is damaged: keep a copy of it, and put a backup in its place with \
            `les-billets restore`.
            """
        case .beyondReplacing(let path):
            """
            The database \(path) is so damaged that it cannot be opened: end the processes that use it, move it and the \
            files \(path)-wal and \(path)-shm elsewhere, and restore the backup again.
            """
        case .damagedBackup(let path):
            "The backup \(path) is damaged: the database is as it was; restore another backup."
        case .unreadable(let path):
            "This user may not read \(path): let this user read it."
        case .noBackup(let path):
            "There is no backup at \(path): name a file that `les-billets backup` has written."
        case .backupExists(let path):
            "There is a file at \(path) already: name another, or replace it with --force."
        case .beingMade(let path):
            "Another process is writing \(path): let it finish, or name another file."
        case .itself(let path):
            "\(path) belongs to the database itself: name another file."
        case .otherDatabase(let path):
            """
            The backup is of another database than \(path), which holds something: stop all that \
            have it open, move it away with its -wal and its -shm, and restore again.
            """
        case .unwritable:
            "The disk did not take the backup: see that it works and has room, and try again."
        case .folderMissing, .missing, .folder, .noPermission, .notDatabase, .foreign,
            .notMigrated, .newer, .noMigrations, .changedMigration, .unknownMigration,
            .failedMigration, .noName, .unusable, .removed, .replaced, .unseen, .strayLog,
            .foreignUsers:
            ""
        }
    }
}
