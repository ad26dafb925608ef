import Billets
import Crypto
import FoundationEssentials

/// One file of the folder of migrations.
struct Migration: Hashable {
    /// The file's name; migrations are run in the order of their names.
    let name: String

    /// What it does; harmless when done again.
    let sql: String

    /// SHA-256 of the file, in hexadecimal digits.
    let checksum: String

    /// All of a folder, in order.
    ///
    /// - Throws: `unavailable` if there are none, or one cannot be read.
    static func all(in folder: String) throws(Rejection) -> [Migration] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let migrations = try names.filter { $0.hasSuffix(".sql") }.sorted()
                .map { name in
                    let text = try Data(contentsOf: URL(filePath: folder).appending(path: name))
                    return Migration(
                        name: name,
                        sql: String(decoding: text, as: UTF8.self),
                        checksum: String(
                            decoding: Hexadecimal.digits(of: SHA256.hash(data: text)),
                            as: UTF8.self
                        )
                    )
                }
            guard !migrations.isEmpty else {
                throw DatabaseProblem.noMigrations(folder).rejection()
            }
            return migrations
        } catch let rejection as Rejection {
            throw rejection
        } catch {
            throw DatabaseProblem.noMigrations(folder).rejection(cause: String(describing: error))
        }
    }
}
