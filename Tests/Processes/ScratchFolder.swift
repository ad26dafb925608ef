import Foundation
import Glibc

/// A folder of a test's own.
public final class ScratchFolder: Sendable {
    /// The folder of the repository that holds the migrations.
    public static let migrations = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "migrations")
        .path()

    /// Where it is, with symbolic links resolved.
    public let path: String

    /// A new one, which is removed at the end of its life.
    public init() throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "billets-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit {
        // What cannot be removed is left to whoever cleans the temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}
