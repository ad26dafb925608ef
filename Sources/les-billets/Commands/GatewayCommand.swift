import ArgumentParser
import BilletsBus
import BilletsGateway
import FoundationEssentials
import Logging

/// The command `les-billets gateway`.
struct GatewayCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Run one gateway of a cluster: it holds the clients' sockets.",
        discussion: """
            Until Ctrl-C or SIGTERM, which lets its clients go elsewhere first; a second one ends it at once. A store process or a \
            Redis that is away is waited for; a database file must have been migrated. The URL is \
            printed on standard output as soon as clients may come. Redis's password is in \
            \(Setting.redisPassword.rawValue), or in the file that \
            \(Setting.redisPassword.fileVariable) names.
            """
    )

    /// Which store it uses.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    @OptionGroup var trust: StoreTrustOptions

    /// Which Redis carries its events.
    @Option(help: .bus, transform: RedisAddress.init(parsing:))
    var bus: RedisAddress?

    /// Where clients come in.
    @Option(help: .listen(.standardForClients), transform: ListenAddress.init(parsing:))
    var listen: ListenAddress?

    /// What it is called.
    @Option(
        help: .setting(
            .node,
            "What it is called; no two gateways of a database may have one name.",
            value: "name",
            default: "HOSTNAME-PORT"
        ),
        transform: String.init(parsing:)
    )
    var node: String?

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
        let node =
            try settings.value(node, .node) ?? "\(ProcessInfo.processInfo.hostName)-\(listen.port)"
        var configuration = try gateway.configuration(
            node: node,
            listen: listen,
            settings,
            processLog
        )
        let figures = try await metrics.figures(settings, logger)
        configuration.metrics = figures.settings
        let address =
            try settings.value(bus, .bus) ?? RedisAddress(host: "127.0.0.1")
        let bus = RedisEventBus(
            address: address,
            password: try settings.secret(.redisPassword),
            metrics: figures.registry,
            logger: logger
        )
        try await PortCheck.requireFree(listen, option: "--listen")
        let descriptors = try ServiceProcess.descriptorBudget(logger)
        let storeAddress = try StoreChoice(store: store, database: nil).address(settings)
        if case .sqlite(let path) = storeAddress {
            try StandardDatabase.make(path, settings, logger: logger)
        }
        let connection = try StoreConnection.open(
            storeAddress,
            trust: trust,
            leases: try leases.policy(settings),
            settings: settings,
            metrics: figures.registry,
            logger: logger
        )
        let haste = Haste()
        let gateway = GatewayAssembly.gateway(
            configuration,
            listen: listen,
            descriptors: descriptors,
            store: connection,
            bus: bus,
            haste: haste,
            log: processLog
        )
        try await ServiceProcess.run(
            figures.services + [connection.service, bus, gateway],
            drain: configuration.draining.drain,
            log: processLog,
            onSecondSignal: haste.want
        )
    }
}
