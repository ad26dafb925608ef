import Foundation

/// A case of the corpus that tells which searches find which texts; the board is held to the same file.
struct SearchCase: Decodable, Sendable {
    /// The query.
    let query: String

    /// A title.
    let text: String

    /// True if the query finds the text.
    let matches: Bool

    /// All cases of `Tests/Board/search-cases.json`.
    static func all() throws -> [SearchCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Board/search-cases.json")
        return try JSONDecoder().decode([SearchCase].self, from: Data(contentsOf: file))
    }
}
