import Billets
public import BilletsWire
import GRDB
import Glibc

/// Examines a database file, and what it stands on, and changes nothing; others may use it meanwhile.
public struct DatabaseCheckup: Sendable {
    /// The largest database whose pages are all read, in bytes.
    static let checkedBytesMaximum: Int64 = 2 * 1024 * 1024 * 1024

    private static let subject = "database"

    private let path: String

    /// The examination of the database at `path`.
    public init(of path: String) {
        self.path = path
    }

    /// What is found; blocks until all is read.
    public func findings() -> [Finding] {
        let file: DatabaseFile
        do {
            file = try DatabaseFile(path: path)
        } catch {
            return [wrong(error)]
        }
        guard file.exists else { return [wrong(DatabaseProblem.missing(path).rejection())] }
        let ground = FileGround(of: file.path)
        let access = DatabaseAccess(of: file)
        let found = access.findings() + ground.findings()
        guard access.isReadable else { return found }
        return found + content(of: file) + [DatabaseUsers(of: file).finding()]
    }

    private func wrong(_ rejection: Rejection) -> Finding {
        let cause = rejection.cause.map { " (\($0))" } ?? ""
        return Finding(Self.subject, .wrong, rejection.message + cause)
    }

    private func content(of file: DatabaseFile) -> [Finding] {
        do {
            let queue = try file.readOnly()
            defer { try? queue.close() }
            // One read transaction: what others change meanwhile does not matter.
            return try queue.read { database in
                switch try DatabaseFile.content(of: database) {
                case .absent, .empty: throw DatabaseProblem.notMigrated(path).rejection()
                case .foreign: throw DatabaseProblem.foreign(path).rejection()
                case .ours(let version):
                    return [schema(version), journal(of: file), try pages(of: database)]
                }
            }
        } catch let error as DatabaseError {
            return [wrong(file.rejection(of: error))]
        } catch let rejection as Rejection {
            return [wrong(rejection)]
        } catch {
            return [wrong(Rejection(database: error))]
        }
    }

    private func schema(_ version: Int64) -> Finding {
        if version > Schema.version {
            return wrong(DatabaseProblem.newer(path, version: version).rejection())
        }
        if version < Schema.version {
            return Finding(
                Self.subject,
                .wrong,
                """
                \(path) has version \(version), and this program wants \(Schema.version): run \
                `les-billets migrate --database \(path)`; what runs may go on meanwhile.
                """
            )
        }
        return Finding(Self.subject, .ok, "\(path) is ours, and of the present version \(version).")
    }

    private func journal(of file: DatabaseFile) -> Finding {
        DatabaseHeader(of: file.path).usesWAL == true
            ? Finding("journal", .ok, "The database is in WAL mode.")
            : Finding(
                "journal",
                .warning,
                "The database is not in WAL mode: another program turned that off; a gateway or store that opens it turns it on."
            )
    }

    private func pages(of database: Database) throws -> Finding {
        try DatabaseExamination(path: path)
            .checkPages(of: database, bytesMaximum: Self.checkedBytesMaximum)
        let bytes = try DatabaseExamination.bytes(of: database)
        return bytes > Self.checkedBytesMaximum
            ? Finding(
                "pages",
                .ok,
                "The database has \(bytes) bytes: too many to read them all now."
            )
            : Finding("pages", .ok, "All \(bytes) bytes are as they should be (quick_check).")
    }
}
