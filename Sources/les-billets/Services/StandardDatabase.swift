import BilletsStore
import FoundationEssentials
import Logging

/// Makes the default database where a command needs it before any other has made it.
enum StandardDatabase {
    /// Makes the database at `path` and its folder, if it is the default database and does not exist.
    ///
    /// - Throws: a `Complaint` or a `Rejection` if that fails.
    static func make(_ path: String, _ settings: Settings, logger: Logger) throws {
        guard try path == DatabasePath.standard(settings),
            !FileManager.default.fileExists(atPath: path)
        else { return }
        let migrations = try Installation.find(settings).migrations
        try DatabasePath.prepareFolder(of: path, settings)
        try Migrator(folder: migrations, logger: logger).migrate(path)
    }
}
