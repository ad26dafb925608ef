import FoundationEssentials

/// The database that commands use by default: the one that a cluster keeps in its folder.
enum DatabasePath {
    /// The default database as the help shows it, seen from the current folder.
    static let standard = ClusterFolder.defaultPath + "/" + ClusterFolder.databaseName

    /// The name of a database in memory, as in SQLite.
    static let memory = ":memory:"

    /// The default database: `tickets.db` in the folder that `LES_BILLETS_DIRECTORY` names, or in `les-billets-data`.
    ///
    /// - Throws: a `Complaint` if the variable is invalid.
    static func standard(_ settings: Settings) throws -> String {
        try ClusterFolder.standardPath(settings) + "/" + ClusterFolder.databaseName
    }

    /// Makes the folder of the default database, for this user only, if `path` is that database; the folder of
    /// any other exists already, or the path is mistyped.
    ///
    /// - Throws: a `Complaint` if the folder cannot be made.
    static func prepareFolder(of path: String, _ settings: Settings) throws {
        guard try path == standard(settings) else { return }
        let folder = try ClusterFolder.standardPath(settings)
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Complaint(
                "The folder '\(folder)' cannot be made: see that this user may write there, or name a database with "
                    + "--database."
            )
        }
    }

    /// Sees that `path`, if it is the default database, exists.
    ///
    /// - Throws: a `Complaint` that says how to make it, or to name another.
    static func requirePresent(_ path: String, _ settings: Settings) throws {
        guard try path == standard(settings), !FileManager.default.fileExists(atPath: path) else {
            return
        }
        throw Complaint(
            "There is no database at '\(path)', and none is named: name one with --database or --store, or make this "
                + "one with `les-billets migrate`."
        )
    }
}
