import FoundationEssentials

/// What the program needs beside its own code, and where that is.
///
/// Three layouts are known: the folder that `LES_BILLETS_SHARE` names; an installed one, with
/// `PREFIX/bin/les-billets` and `PREFIX/share/les-billets/migrations`; and a checkout, in which the
/// executable stands somewhere below `Package.swift` and `migrations`.
struct Installation: Hashable, Sendable {
    /// This very program, as an absolute path without symbolic links.
    let executable: String

    /// The folder that holds `migrations`.
    let share: String

    /// Where Swagger UI is, if it was fetched.
    let swaggerUI: String

    /// The folder of the SQL files.
    var migrations: String { share + "/migrations" }

    /// Finds what belongs to this process's program.
    ///
    /// - Throws: a `Complaint` if it is not complete.
    static func find(_ settings: Settings) throws -> Installation {
        let executable = try program()
        let named = try settings.value(nil as String?, .share)
        // A checkout may be named, too: a cluster names to its gateways what it has found.
        let candidates =
            named.map { [Layout.checkout($0), .named($0)] } ?? layouts(of: executable)
        let manager = FileManager.default
        guard let share = candidates.first(where: manager.holdsMigrations) else {
            throw Complaint(
                named.map {
                    "There is no folder 'migrations' in '\($0)', which \(Setting.share.rawValue) "
                        + "names: name the folder that holds it."
                }
                    ?? "The folder 'migrations' is missing beside '\(executable)': install it at "
                    + "../share/les-billets/migrations, or name the folder that holds it in "
                    + "\(Setting.share.rawValue)."
            )
        }
        return Installation(
            executable: executable,
            share: AbsolutePath.of(share.folder),
            swaggerUI: AbsolutePath.of(share.swaggerUI)
        )
    }

    /// A place where `migrations` may be.
    enum Layout: Hashable {
        /// In this folder, because somebody said so.
        case named(String)

        /// In this folder, beside the folder of the executable.
        case installed(String)

        /// In this folder, if it is a checkout.
        case checkout(String)

        /// The folder that holds `migrations`.
        var folder: String {
            switch self {
            case .named(let folder), .installed(let folder), .checkout(let folder): folder
            }
        }

        /// Where `deploy/fetch-swagger-ui` puts Swagger UI.
        var swaggerUI: String {
            switch self {
            case .named(let folder), .installed(let folder): folder + "/swagger-ui"
            case .checkout(let folder): folder + "/.build/share/swagger-ui"
            }
        }
    }

    /// The places to look in, best first, for a program at `executable`.
    static func layouts(of executable: String) -> [Layout] {
        var folders = executable.split(separator: "/").dropLast()
        var layouts: [Layout] = []
        if folders.last == "bin" {
            let share = folders.dropLast() + ["share", "les-billets"]
            layouts.append(.installed("/" + share.joined(separator: "/")))
        }
        while !folders.isEmpty {
            layouts.append(.checkout("/" + folders.joined(separator: "/")))
            folders = folders.dropLast()
        }
        return layouts
    }
}

extension FileManager {
    fileprivate func holdsMigrations(_ layout: Installation.Layout) -> Bool {
        var isFolder = false
        guard fileExists(atPath: layout.folder + "/migrations", isDirectory: &isFolder), isFolder
        else { return false }
        switch layout {
        case .named, .installed: return true
        case .checkout(let folder): return fileExists(atPath: folder + "/Package.swift")
        }
    }
}
