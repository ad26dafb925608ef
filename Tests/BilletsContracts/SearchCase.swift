import Foundation

/// A case of the corpus that tells which searches find which texts; the board is held to the same file.
struct SearchCase: Decodable, Sendable {
    /// What is searched for.
    let query: String

    /// A title.
    let text: String

    /// Whether the query finds the text.
    let matches: Bool

    /// All cases of `Tests/Board/search-cases.json`.
    static func all() throws -> [SearchCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Board/search-cases.json")
        return try JSONDecoder().decode([SearchCase].self, from: Data(contentsOf: file))
    }
}
