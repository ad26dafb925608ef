import ArgumentParser
import BilletsStore
import Logging

/// The command `les-billets restore`.
struct RestoreCommand: ParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a database; make it if there is none.",
        discussion: """
            Runs on the machine of the database file: with a store process, on the store's. Gateways and stores may go \
            on meanwhile: tickets and history are then those of the backup, under a new epoch, so that all \
            clients take a fresh snapshot. Access stays as it is: session keys, API tokens, ended \
            sessions, accounts made since the backup, and the state, role and password of all accounts \
            are kept, so that nobody who was disabled since gets in again. With --backup-accounts, accounts \
            are as the backup has them, and the sessions of those that differ end. If there is no \
            present database, accounts come from the backup, API tokens are removed, and everybody must log \
            in again: disable who has left since. \
            Changes that were made after the backup are gone: the command says how many, and asks. The \
            database that it replaces is kept beside it, in a file whose name tells the time; delete that \
            when you no longer need it.
            """
    )

    /// Where from.
    @Argument(help: "The file that `les-billets backup` has written.")
    var path: String

    @OptionGroup var target: DatabaseOptions

    @Flag(
        help: """
            Take state, role and password of accounts from the backup as well: who was disabled since gets in again. \
            (Not taken from the environment.)
            """
    )
    var backupAccounts = false

    @Flag(help: "Do not ask. (Not taken from the environment.)")
    var yes = false

    @OptionGroup var log: LogOptions

    /// Restores the backup.
    func run() throws {
        let settings = Settings.process
        var logger = try log.logger(settings)
        // What was done is said below; the log has nothing to add, unless it is asked.
        logger.logLevel = max(logger.logLevel, .notice)
        let database = try target.path(settings)
        let migrations = try Installation.find(settings).migrations
        try DatabasePath.prepareFolder(of: database, settings)
        let restore = try DatabaseRestore(migrations: migrations, logger: logger)
        let question = RestoreQuestion(
            plan: try restore.plan(path, into: database),
            backup: path,
            database: database
        )
        if !yes { try question.ask() }
        let restoration = try restore.restore(
            path,
            into: database,
            accounts: backupAccounts ? .backup : .present
        )
        for name in restoration.migrations { StandardStreams.output("ran \(name)") }
        StandardStreams.output("restored \(database): \(restoration.summary)")
        if let copy = restoration.keptAt {
            StandardStreams.output("the backup was written \(question.age) ago: \(question.loss)")
            StandardStreams.output("kept the database that was replaced as \(copy)")
        }
        switch restoration.access {
        case .kept(0): break
        case .kept(let count):
            StandardStreams.output(
                """
                \(count) accounts are known to the backup alone: disable who has left since (les-billets \
                user list)
                """
            )
        case .ended:
            StandardStreams.output(
                """
                all sessions have ended: everybody logs in again. There are no API tokens. Accounts are those \
                of the backup: disable who has left since (les-billets user list)
                """
            )
        }
    }
}
