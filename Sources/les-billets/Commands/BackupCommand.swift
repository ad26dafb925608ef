import ArgumentParser
import BilletsStore

/// The command `les-billets backup`.
struct BackupCommand: ParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a copy of a database, while others go on using it.",
        discussion: """
            Runs on the machine of the database file: with a store process, on the store's. The copy is one file; it is \
            examined as a whole before it gets its name, and holds the keys of sessions: keep it \
            as safe as the database.
            """
    )

    /// Where to.
    @Argument(help: "The file to write.")
    var path: String

    @OptionGroup var source: DatabaseOptions

    /// Whether a file that is there is replaced.
    @Flag(help: .setting(.force, "Replace the file if there is one."))
    var force = false

    /// Writes the backup.
    func run() throws {
        let settings = Settings.process
        let database = try source.path(settings)
        try DatabasePath.requirePresent(database, settings)
        let isForced = try settings.value(force ? true : nil, .force) ?? false
        let summary = try DatabaseBackup(of: database).write(to: path, replacing: isForced)
        StandardStreams.output("wrote \(path): \(summary)")
    }
}
