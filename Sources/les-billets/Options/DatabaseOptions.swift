import ArgumentParser

/// The database file that a command works on, which runs on the file's machine.
struct DatabaseOptions: ParsableArguments {
    /// The store, if it is a file.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    /// The database file.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    /// The path of the file.
    ///
    /// - Throws: a `ValidationError` or a `Complaint` if the options and variables name no file.
    func path(_ settings: Settings) throws -> String {
        try StoreChoice(store: store, database: database).file(settings)
    }
}
