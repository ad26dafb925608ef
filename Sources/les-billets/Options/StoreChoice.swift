import ArgumentParser

/// The place of the database, as `--store` and `--database`, their variables or the default folder give it.
struct StoreChoice {
    /// The value of `--store` on the command line.
    let store: StoreAddress?

    /// The value of `--database` on the command line.
    let database: String?

    /// The store: a store process or a file.
    ///
    /// - Throws: a `ValidationError` if both options are given and differ, a `Complaint` if a variable is invalid.
    func address(_ settings: Settings) throws -> StoreAddress {
        try refuseBoth()
        if let given { return given }
        if let named = try settings.storeAddress { return named }
        return .sqlite(path: try databaseVariable(settings) ?? DatabasePath.standard(settings))
    }

    /// The database file, for a command that runs on its machine.
    ///
    /// - Throws: a `ValidationError` if both options are given and differ, a `Complaint` if a store process is named
    ///   in place of a file, or a variable is invalid.
    func file(_ settings: Settings) throws -> String {
        try refuseBoth()
        if let given { return try Self.file(of: given, namedBy: "--store") }
        if let path = try databaseVariable(settings) { return path }
        guard let named = try settings.storeAddress else {
            return try DatabasePath.standard(settings)
        }
        return try Self.file(of: named, namedBy: Setting.store.rawValue)
    }

    private var given: StoreAddress? {
        store ?? database.map { .sqlite(path: $0) }
    }

    private func refuseBoth() throws {
        guard let store, let database, store != .sqlite(path: database) else { return }
        throw ValidationError("Give --store or --database, not both.")
    }

    private func databaseVariable(_ settings: Settings) throws -> String? {
        try settings.value(nil as String?, .database)
    }

    private static func file(of address: StoreAddress, namedBy option: String) throws -> String {
        guard case .sqlite(let path) = address else {
            throw Complaint(
                "\(option) names a store process, and this command works on the database file: run it on the store's "
                    + "machine, and name the file with --database."
            )
        }
        return path
    }
}
