import FoundationEssentials

extension Installation {
    /// The path of this very program, without symbolic links.
    ///
    /// - Throws: a `Complaint` if there is no /proc.
    static func program() throws -> String {
        let link = "/proc/self/exe"
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else {
            throw Complaint("'\(link)' cannot be read: mount /proc.")
        }
        return program
    }
}
