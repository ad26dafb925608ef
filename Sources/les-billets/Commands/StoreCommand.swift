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
            \(Setting.storeSecret.fileVariable) names; or a certificate, if --store-tls-authority says \
            whose; or both, if both are given. Without either the store does not start.
            """
    )

    /// Where the database is.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    /// Where gateways come in.
    @Option(
        help: .setting(
            .listen,
            "Where gateways come in: a port, 0 for any free one; or a Unix-domain socket, which only "
                + "this user's processes can reach, unless --group-socket is given.",
            value: "host:port|unix:path",
            default: "\(LinkAddress.standardForGateways)"
        ),
        transform: LinkAddress.init(parsing:)
    )
    var listen: LinkAddress?

    /// True if gateways of another user reach a Unix-domain socket.
    @Flag(
        help: .setting(
            .groupSocket,
            "Let processes of this process's group connect to the Unix-domain socket, too: for gateways that run as "
                + "another user."
        )
    )
    var groupSocket = false

    @OptionGroup var tls: StoreTLSOptions

    @OptionGroup var leases: LeaseOptions

    @OptionGroup var metrics: MetricsOptions

    @OptionGroup var log: LogOptions

    /// Serves until it is told to end.
    func run() async throws {
        let settings = Settings.process
        let processLog = try log.log(settings)
        let logger = processLog.logger
        let listen = try settings.value(listen, .listen) ?? .standardForGateways
        let path = try settings.value(database, .database) ?? DatabasePath.standard(settings)
        let admission = try tls.admission(settings)
        let isSocketForGroup =
            try settings.value(groupSocket ? true : nil, .groupSocket) ?? false
        if case .tcp(let host, let port) = listen {
            let address = ListenAddress(host: host, port: port)
            try await PortCheck.requireFree(address, option: "--listen")
        }
        try DatabasePath.requirePresent(path, settings)
        let figures = try await metrics.figures(settings, logger)
        ClearTextWarning.give(listen, usesTLS: admission.usesTLS, logger)
        let descriptors = DescriptorLimit.raise()
        logger.info("This process may have \(descriptors) sockets and files.")
        let store = try SQLiteStore.open(
            .file(path),
            leases: try leases.policy(settings),
            metrics: figures.registry,
            logger: logger
        )
        let server = try StoreServer(
            store: store,
            address: listen,
            admission: admission,
            isSocketForGroup: isSocketForGroup,
            version: Version.current,
            logger: logger
        )
        try await ServiceProcess.run(
            figures.services
                + [
                    OpenDatabase(store: store), StoreAnnouncement(server: server, log: processLog),
                    server,
                ],
            log: processLog
        )
    }
}
