import ArgumentParser
import BilletsGateway
import NIOCore

/// The command `les-billets cluster`.
struct ClusterCommand: AsyncParsableCommand {
    /// The default number of gateways.
    static let gatewaysStandard = 3

    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Run a whole cluster on this machine: gateways behind HAProxy, Redis, the store.",
        discussion: """
            Starts everything, waits until all of it is ready, and then prints one line of JSON that \
            says where everything is. What dies is started again at the same place; the line is \
            printed anew when processes have changed and all are ready again. Ctrl-C, SIGTERM and a \
            hang-up of the terminal (SIGHUP) end all of it in order; a cluster that nohup started goes on \
            after a hang-up. SIGUSR2 restarts all gateways, one after the other: before each, a trial \
            gateway shows that a new one can start; no event is lost, and clients are asked to connect to \
            another gateway. deploy/roll sends it, and waits for the end.

            The folder holds the database, tickets.db, and the folder logs. Debian's packages haproxy \
            and redis-server must be installed.

            The gateways take their limits from this command's environment: see les-billets gateway \
            --help. TLS is spoken by a proxy before the cluster, which --trusted-proxies names.
            """
    )

    /// How many gateways.
    @Option(
        help: .setting(
            .gateways,
            "How many gateways.",
            value: "number",
            default: "\(gatewaysStandard)"
        ),
        transform: GatewayCount.init(parsing:)
    )
    var gateways: GatewayCount?

    /// How the gateways reach the database.
    @Option(
        help: .setting(
            .store,
            "shared: each gateway opens the database file. remote: one store process does, and they "
                + "ask it.",
            value: "mode",
            default: "shared"
        ),
        transform: ClusterStoreMode.init(parsing:)
    )
    var store: ClusterStoreMode?

    /// Where clients come in.
    @Option(
        help: .setting(
            .port,
            "The port that clients use; 0 takes any free one.",
            value: "port",
            default: "8080"
        ),
        transform: PortNumber.init(parsing:)
    )
    var port: PortNumber?

    /// The address that clients use.
    @Option(
        help: .setting(
            .host,
            "The address to listen at; 0.0.0.0, or * for IPv6 too, lets other machines in.",
            value: "address",
            default: "127.0.0.1"
        ),
        transform: ListenHost.init(parsing:)
    )
    var host: ListenHost?

    /// Where files are kept.
    @Option(
        help: .setting(
            .directory,
            "The folder for the database and the logs; made if it is not there.",
            value: "folder",
            default: ClusterFolder.defaultPath
        ),
        transform: String.init(parsing:)
    )
    var directory: String?

    /// Whose word on their clients is taken.
    @Option(help: .trustedProxies, transform: TrustedProxies.init(parsing:))
    var trustedProxies: TrustedProxies?

    /// Whether what is limited for each address and user is not.
    @Flag(help: .noLimits) var noLimits = false

    @OptionGroup var demonstration: DemonstrationOptions

    @OptionGroup var log: LogOptions

    /// Runs the cluster to its end.
    func run() async throws {
        let settings = Settings.process
        let log = try log.log(settings)
        try refuseTLS(settings)
        let gateways = try settings.value(gateways, .gateways)?.number ?? Self.gatewaysStandard
        let listen = ListenAddress(
            host: try settings.value(host, .host)?.name ?? "127.0.0.1",
            port: try settings.value(port, .port)?.number ?? 8080
        )
        let setup = ClusterSetup(
            gateways: gateways,
            storeMode: try settings.value(store, .store) ?? .shared,
            listen: listen,
            directory: try directory ?? ClusterFolder.standardPath(settings),
            trustedProxies: try settings.value(trustedProxies, .trustedProxies) ?? .none,
            hasLimits: !(try settings.value(noLimits ? true : nil, .noLimits) ?? false),
            connectionsPerAddress: try LimitOptions.connectionsPerAddress(settings),
            drain: try PatienceOptions.drain(nil, settings),
            eventLoops: try EventLoopOptions.number(nil, settings)
                ?? max(1, System.coreCount / gateways),
            demonstration: try demonstration.policy(settings, host: listen.host)
        )
        try await setup.run(settings: settings, log: log)
    }

    /// Whoever set up TLS must not get clear text without a word.
    private func refuseTLS(_ settings: Settings) throws {
        for setting in [Setting.tlsCertificate, .tlsKey]
        where try settings.value(nil as String?, setting) != nil {
            throw Complaint(
                "A cluster speaks no TLS, but \(setting.rawValue) is set: unset it, and put a proxy that does "
                    + "before the cluster."
            )
        }
    }
}
