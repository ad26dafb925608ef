import ArgumentParser
import BilletsStore
import Logging

/// The command `les-billets migrate`.
struct MigrateCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a database to the present version; make it if there is none.",
        discussion: """
            Runs the SQL files of the folder migrations that have not been run yet. Run again, it \
            changes nothing. Then indexes the texts of old tickets for searches. Gateways may go on \
            meanwhile. \(Setting.host.rawValue) is the address at which clients reach them, for the \
            demonstration: unless it is set, they are taken to be reached from this machine only.
            """
    )

    /// Where the database is.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    @OptionGroup var demonstration: DemonstrationOptions

    @OptionGroup var log: LogOptions

    /// Migrates.
    func run() async throws {
        let settings = Settings.process
        var logger = try log.logger(settings)
        // What was run is said below; the log has nothing to add, unless it is asked.
        logger.logLevel = max(logger.logLevel, .notice)
        let path = try settings.value(database, .database) ?? DatabasePath.standard(settings)
        let policy = try demonstration.policy(
            settings,
            host: settings.value(nil as ListenHost?, .host)?.name
        )
        let migrations = try Installation.find(settings).migrations
        try DatabasePath.prepareFolder(of: path, settings)
        let names = try Migrator(folder: migrations, logger: logger).migrate(path)
        for name in names { StandardStreams.output("ran \(name)") }
        if names.isEmpty { StandardStreams.output("\(path) is up to date") }
        try await Demonstration.apply(policy, toDatabaseAt: path, logger: logger)
        guard policy.isAdded else { return }
        StandardStreams.output("the users and tickets of the demonstration are there")
    }
}
