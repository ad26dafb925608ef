import FoundationEssentials

/// A file with nothing but a secret in it, such as orchestrators mount.
enum SecretFile {
    /// The secret in the file at `path`, without the line's end behind it.
    ///
    /// - Throws: a `Complaint` if it cannot be read, is empty, or holds more than a secret.
    static func read(_ path: String, namedBy option: String) throws -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Complaint(
                "The file '\(path)', which \(option) names, cannot be read: see that it exists and "
                    + "that this user may read it."
            )
        }
        guard data.count <= Settings.secretBytesMaximum,
            let text = String(data: data, encoding: .utf8)
        else {
            throw Complaint(
                "The file '\(path)', which \(option) names, holds more than a secret: one line of "
                    + "text is wanted."
            )
        }
        let secret = text.prefix { !$0.isNewline }
        guard !secret.isEmpty else {
            throw Complaint(
                "The file '\(path)', which \(option) names, is empty: write the secret into its "
                    + "first line."
            )
        }
        return String(secret)
    }
}
