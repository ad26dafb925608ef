/// Where a database is.
public enum DatabaseLocation: Hashable, Sendable {
    /// In a file on a local file system, which has been migrated; several processes of this host may
    /// have it open.
    case file(String)

    /// In memory, made by the migrations of a folder, and gone when it is closed.
    case memory(migrations: String)
}
