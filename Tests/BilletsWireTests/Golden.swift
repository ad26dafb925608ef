import Foundation

/// The files that say how everything looks as JSON, written by hand from PROTOCOL.md.
enum Golden {
    /// The folder they are in.
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appendingPathComponent("Golden")

    /// The bytes of one of them.
    static func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(file + ".json")))
    }

    /// The names of all of them.
    static func files() throws -> Set<String> {
        let urls = try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: nil
        )
        return Set(urls.map { $0.deletingPathExtension().lastPathComponent })
    }

    /// JSON in one form for each value, by Foundation alone: equal if and only if the values are.
    static func canonical(_ bytes: [UInt8]) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(
            withJSONObject: value,
            options: [.sortedKeys, .prettyPrinted, .fragmentsAllowed]
        )
        return String(decoding: data, as: UTF8.self)
    }
}
