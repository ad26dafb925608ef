import ArgumentParser
import BilletsGateway
import BilletsStore
import BilletsWire
import Logging

/// The command `les-billets serve`.
struct ServeCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run everything in one process: no Redis, no other server.",
        discussion: """
            Brings the database to the present version, makes it if there is none, and serves it until \
            Ctrl-C or SIGTERM. The URL is printed on standard output as soon as clients may come.
            """
    )

    /// The name of its node unless another is given.
    private static let standardNode = "serve"

    /// Where clients come in.
    @Option(help: .listen(.standardForClients), transform: ListenAddress.init(parsing:))
    var listen: ListenAddress?

    /// Where the database is.
    @Option(
        help: .setting(
            .database,
            "The database file, or :memory: for one that is gone afterwards.",
            value: "path",
            default:
                "\(ClusterFolder.databaseName) in the folder that \(Setting.directory.rawValue) names, or in "
                + "\(ClusterFolder.defaultPath)"
        ),
        transform: String.init(parsing:)
    )
    var database: String?

    /// Its name.
    @Option(
        help: .setting(
            .node,
            "What it is called; no two processes of a database may have one name.",
            value: "name",
            default: Self.standardNode
        ),
        transform: String.init(parsing:)
    )
    var node: String?

    @OptionGroup var demonstration: DemonstrationOptions

    @OptionGroup var gateway: GatewayOptions

    @OptionGroup var leases: LeaseOptions

    @OptionGroup var metrics: MetricsOptions

    @OptionGroup var log: LogOptions

    /// Serves until it is told to end.
    func run() async throws {
        let settings = Settings.process
        let processLog = try log.log(settings)
        let logger = processLog.logger
        let listen = try settings.value(listen, .listen) ?? .standardForClients
        let path = try settings.value(database, .database) ?? DatabasePath.standard(settings)
        var configuration = try gateway.configuration(
            node: try settings.value(node, .node) ?? Self.standardNode,
            listen: listen,
            settings,
            processLog
        )
        let figures = try await metrics.figures(settings, logger)
        configuration.metrics = figures.settings
        let policy = try demonstration.policy(settings, host: listen.host)
        let installation = try Installation.find(settings)
        try await PortCheck.requireFree(listen, option: "--listen")
        let descriptors = try ServiceProcess.descriptorBudget(logger)
        let store = try SQLiteStore.open(
            try location(path, installation, settings, logger),
            leases: try leases.policy(settings),
            metrics: figures.registry,
            logger: logger
        )
        let connection = StoreConnection(store)
        try await Demonstration(tickets: store, accounts: store).apply(policy)
        let haste = Haste()
        let gateway = GatewayAssembly.gateway(
            configuration,
            listen: listen,
            descriptors: descriptors,
            store: connection,
            bus: MemoryEventBus(),
            haste: haste,
            log: processLog
        )
        try await ServiceProcess.run(
            figures.services + [connection.service, gateway],
            drain: configuration.draining.drain,
            log: processLog,
            onSecondSignal: haste.want
        )
    }

    private func location(
        _ path: String,
        _ installation: Installation,
        _ settings: Settings,
        _ logger: Logger
    ) throws -> DatabaseLocation {
        guard path != DatabasePath.memory else {
            return .memory(migrations: installation.migrations)
        }
        try DatabasePath.prepareFolder(of: path, settings)
        try Migrator(folder: installation.migrations, logger: logger).migrate(path)
        return .file(path)
    }
}
