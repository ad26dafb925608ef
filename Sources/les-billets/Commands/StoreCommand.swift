import ArgumentParser
import BilletsLink
import BilletsStore
import Logging

/// The command `les-billets store`.
struct StoreCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Run the store process of a cluster: it keeps the database for the gateways.",
        discussion: """
            Until Ctrl-C or SIGTERM. The database must have been migrated. Gateways have to show the \
            secret in \(Setting.storeSecret.rawValue), or in the file that \
            \(Setting.storeSecret.fileVariable) names, if there is one.
            """
    )

    /// Where the database is.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    /// Where gateways come in.
    @Option(help: .listen(.standardForGateways), transform: ListenAddress.init(parsing:))
    var listen: ListenAddress?

    @OptionGroup var log: LogOptions

    /// Serves until it is told to end.
    func run() async throws {
        let settings = Settings.process
        let logger = try log.logger(settings)
        let listen = try settings.value(listen, .listen) ?? .standardForGateways
        let path = try settings.value(database, .database) ?? DatabasePath.standard
        let secret = try settings.secret(.storeSecret)
        try await PortCheck.requireFree(listen, option: "--listen")
        _ = ServiceProcess.raiseDescriptorLimit(logger)
        let store = try SQLiteStore.open(.file(path), logger: logger)
        let server = try StoreServer(
            store: store,
            address: .tcp(host: listen.host, port: listen.port),
            secret: secret,
            version: Version.current,
            logger: logger
        )
        try await ServiceProcess.run(
            [OpenDatabase(store: store), StoreAnnouncement(server: server), server],
            logger: logger
        )
    }
}
