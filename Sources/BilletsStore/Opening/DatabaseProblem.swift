import Billets

/// Why a database cannot be opened or migrated; each with what an operator is told.
enum DatabaseProblem: Hashable {
    /// The folder that should hold it does not exist.
    case folderMissing(String)

    /// There is no such file.
    case missing(String)

    /// The path leads to a folder.
    case folder(String)

    /// This user may not read or write it.
    case noPermission(String)

    /// It is a file of another kind.
    case notDatabase(String)

    /// It is a SQLite database of another program.
    case foreign(String)

    /// It lacks migrations that this program needs.
    case notMigrated(String)

    /// It has been migrated by a newer program.
    case newer(String, version: Int64)

    /// A folder of migrations does not exist, or has none.
    case noMigrations(String)

    /// A migration was changed after it had been run.
    case changedMigration(String)

    /// A migration that was run is not in the folder.
    case unknownMigration(String)

    /// A migration is not the SQL that SQLite understands.
    case failedMigration(String)

    /// Its pages are not as they should be.
    case damaged(String)

    /// It is so damaged that SQLite cannot open it, even to replace its content.
    case beyondReplacing(String)

    /// The pages of a backup are not as they should be.
    case damagedBackup(String)

    /// This user may not read it.
    case unreadable(String)

    /// There is nothing in it that could be restored.
    case noBackup(String)

    /// A backup would replace a file.
    case backupExists(String)

    /// Another process is making it.
    case beingMade(String)

    /// A database would be its own backup.
    case itself(String)

    /// A backup of one database would replace another.
    case otherDatabase(String)

    /// The disk did not take a backup.
    case unwritable

    /// The path is empty.
    case noName

    /// It cannot be opened or written, for a reason that the system names.
    case unusable(String, FileFault)

    /// It was open, and is no longer at its path.
    case removed(String)

    /// It was open, and another file is at its path.
    case replaced(String)

    /// It is open, and its path cannot be examined.
    case unseen(String, reason: String)

    /// There is a write-ahead log without its database.
    case strayLog(String)

    /// Its log and shared memory belong to processes that have another file open.
    case foreignUsers(String)

    /// Returns true if `rejection` was made of this problem.
    func isReason(of rejection: Rejection) -> Bool {
        rejection.message == self.rejection().message
    }

    /// What whoever wants to open the database is told.
    func rejection(cause: String? = nil) -> Rejection {
        Rejection(.unavailable, message, cause: cause)
    }

    private var message: String {
        switch self {
        case .folderMissing(let path):
            "The folder \(path), which should hold the database, does not exist: create it first."
        case .missing(let path):
            "There is no database at \(path): run `les-billets migrate --database \(path)`."
        case .folder(let path):
            "\(path) is a folder: name the file in it that is, or is to be, the database."
        case .noPermission(let path):
            """
            This user may not read and write \(path), or its folder: SQLite needs both, so give both \
            to this user.
            """
        case .notDatabase(let path):
            "The file \(path) is not a SQLite database: name another, and leave this one as it is."
        case .foreign(let path):
            "The database \(path) belongs to another program: name another, and leave it as it is."
        case .notMigrated(let path):
            """
            The database \(path) has not been migrated: run \
            `les-billets migrate --database \(path)`.
            """
        case .newer(let path, let version):
            """
            The database \(path) has version \(version), and this program knows no version above \
            \(Schema.version): use a newer les-billets.
            """
        case .noMigrations(let folder):
            "There are no migrations in the folder \(folder): name the one that holds 0001_….sql."
        case .changedMigration(let name):
            """
            The migration \(name) is not what it was when it was run on this database: put the \
            original back, and write a new migration for what is to change.
            """
        case .unknownMigration(let name):
            """
            The migration \(name) was run on this database and is not in the folder of migrations: \
            use the les-billets that belongs to it.
            """
        case .failedMigration(let name):
            "The migration \(name) failed: the database is as it was before it."
        case .damaged, .beyondReplacing, .damagedBackup, .unreadable, .noBackup, .backupExists,
            .beingMade, .itself,
            .otherDatabase, .unwritable:
            backupMessage
        case .noName, .unusable, .removed, .replaced, .unseen, .strayLog, .foreignUsers:
            filesMessage
        }
    }
}
