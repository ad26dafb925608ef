import Foundation

/// A folder for one test, which is gone afterwards.
enum TemporaryFolder {
    /// Makes a folder, hands it to `body`, and removes it.
    static func with<Output>(_ body: (String) async throws -> Output) async throws -> Output {
        let path = try make()
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private static func make() throws -> String {
        let path = NSTemporaryDirectory() + "les-billets-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
