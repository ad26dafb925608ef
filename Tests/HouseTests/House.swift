import Foundation

/// The repository as it lies on the disk, for tests to look through.
enum House {
    /// The repository's own folder.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file below `folders` that people wrote.
    ///
    /// What tools made is not among them, nor are these tests, which must write down what they forbid.
    static func sources(below folders: String...) throws -> [SourceFile] {
        try folders.flatMap { try files(below: $0) }
            .filter { $0.hasSuffix(".swift") && !$0.contains("/Generated/") }
            .filter { !$0.hasPrefix("Tests/HouseTests/") }
            .map { SourceFile(path: $0, text: try text(of: $0)) }
    }

    /// The paths of all files below `folder`, seen from the repository.
    static func files(below folder: String) throws -> [String] {
        let start = root.appending(path: folder)
        guard
            let found = FileManager.default.enumerator(
                at: start,
                includingPropertiesForKeys: [.isRegularFileKey]
            )
        else { return [] }
        return found.compactMap { $0 as? URL }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .map { String($0.path().dropFirst(root.path().count)) }
            .sorted()
    }

    /// The text of the file at `path`.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
