import Billets
import BilletsWire
import FoundationEssentials
import GRDB

/// The copy that is kept of a database which a restore replaces.
struct ReplacedDatabase {
    /// The most copies of one second; further ones are refused.
    private static let namesMaximum = 100

    private let file: DatabaseFile

    /// The copy of the database in `file`.
    init(_ file: DatabaseFile) {
        self.file = file
    }

    /// Copies what `database` holds into one file beside it; the caller holds the writer lock.
    ///
    /// - Returns: the path of the copy.
    /// - Throws: `unavailable` if there is no room for it.
    func keep(_ database: DatabaseQueue) throws -> String {
        let staging = try StagingFile(file.path + "-replaced")
        defer { staging.remove() }
        do {
            let copy = try DatabaseQueue(path: staging.path)
            try database.backup(to: copy)
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch let error as DatabaseError where error.isOfDamage {
            return try keepAsItIs()
        }
        return try named { try staging.publish(as: $0, replacing: false) }
    }

    /// Copies the files of a database that SQLite cannot read, the log as well.
    ///
    /// Closing the copied file gives up SQLite's own locks on it in this process
    /// (https://www.sqlite.org/howtocorrupt.html), which does not matter under the writer lock.
    private func keepAsItIs() throws -> String {
        let manager = FileManager.default
        return try named { name in
            do {
                try manager.copyItem(atPath: file.path, toPath: name)
                if manager.fileExists(atPath: file.path + "-wal") {
                    try manager.copyItem(atPath: file.path + "-wal", toPath: name + "-wal")
                }
            } catch let error as CocoaError where error.code == .fileWriteFileExists {
                throw DatabaseProblem.backupExists(name).rejection()
            }
        }
    }

    /// Calls `make` with the first name that no file has.
    private func named(_ make: (String) throws -> Void) throws -> String {
        let time = WallClock.system.now().rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        let first = "\(file.path).replaced-\(time)Z"
        let names = [first] + (2...Self.namesMaximum).map { "\(first)-\($0)" }
        for name in names {
            do {
                try make(name)
                return name
            } catch let rejection as Rejection
                where rejection == DatabaseProblem.backupExists(name).rejection()
            {
                continue
            }
        }
        throw DatabaseProblem.backupExists(first).rejection()
    }
}
