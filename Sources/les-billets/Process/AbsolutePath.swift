import FoundationEssentials

/// Paths that mean the same from every folder.
enum AbsolutePath {
    /// The absolute form of `path`, which is seen from the present folder.
    static func of(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        return FileManager.default.currentDirectoryPath + "/" + path
    }
}
