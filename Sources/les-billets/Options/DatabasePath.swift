import FoundationEssentials

/// Where a database file is, unless somebody says otherwise.
enum DatabasePath {
    /// The database that a cluster makes too, seen from the present folder.
    static let standard = ClusterFolder.defaultPath + "/" + ClusterFolder.databaseName

    /// What stands for a database in memory, as in SQLite.
    static let memory = ":memory:"

    /// Makes the folder of the standard database, if `path` is that one; any other is there already, or
    /// mistyped.
    static func prepareFolder(of path: String) {
        guard path == standard else { return }
        // If it cannot be made, the database cannot be opened, and that is said then.
        try? FileManager.default.createDirectory(
            atPath: ClusterFolder.defaultPath,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }
}
