import Glibc

/// Finds programs of other people's on this machine.
enum ProgramSearch {
    /// The absolute path of the program `name`.
    ///
    /// - Throws: a `Complaint` that names the Debian `package` if it is in none of `folders`.
    static func find(_ name: String, package: String, in folders: [String]) throws -> String {
        for folder in folders where folder.hasPrefix("/") {
            let path = folder + "/" + name
            if access(path, X_OK) == 0 { return path }
        }
        throw Complaint(
            "The program \(name) is missing: install Debian's package with "
                + "`apt-get install \(package)`."
        )
    }
}
