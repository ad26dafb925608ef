import Foundation

/// Base64 as the parts of a token are written.
enum Base64 {
    /// The text that `word` stands for.
    static func text(_ word: String) -> String? {
        Data(base64Encoded: word.replacing("-", with: "+").replacing("_", with: "/"))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The word that stands for `text`.
    static func word(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .filter { $0 != "=" }
    }
}
