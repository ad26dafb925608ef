import BilletsGateway
import BilletsStore
import BilletsWire
import Glibc
import Logging
import UnixSignals

/// A cluster that somebody asked for: prepares what it needs, runs it, and cleans up behind it.
struct ClusterSetup: Sendable {
    /// How many gateways.
    let gateways: Int

    /// How they reach the database.
    let storeMode: ClusterStoreMode

    /// Where clients come in; port 0 takes any free one.
    let listen: ListenAddress

    /// The folder of its files, as it was written.
    let directory: String

    /// The proxies before the cluster whose word on their clients is taken.
    let trustedProxies: TrustedProxies

    /// True if the gateways and the balancer limit each address and each user.
    let hasLimits: Bool

    /// The limit on the connections of an address.
    let connectionsPerAddress: ConnectionCap

    /// How long the gateways give their clients to go elsewhere when they stop.
    let drain: Duration

    /// How many threads of each gateway hold sockets.
    let eventLoops: Int

    /// The part that the demonstration's users have in it.
    let demonstration: DemonstrationPolicy

    /// Runs the cluster to its end.
    ///
    /// - Throws: a `Complaint`, if something is missing or in the way, or a process does not start.
    func run(settings: Settings, log: ProcessLog) async throws {
        // From here on, no signal but SIGKILL ends the program before it has removed its files.
        let stops = await UnixSignalsSequence(
            trapping: InheritedSignals.handled(.sigint, .sigterm, .sighup)
        )
        let rolls = await UnixSignalsSequence(trapping: .sigusr2)
        let descriptors = DescriptorLimit.raise()
        let capacity = ClusterCapacity(
            descriptors: descriptors,
            gateways: gateways,
            eventLoops: eventLoops
        )
        try capacity.requireSockets()
        let installation = try Installation.find(settings)
        let programs = try Self.findPrograms(installation, in: settings.programFolders)
        let folder = ClusterFolder(path: AbsolutePath.of(directory))
        try folder.create()
        let lock = try FolderLock(path: folder.path)
        // With a full disk a start may succeed nevertheless, and tickets can be read then.
        if let warning = DiskRoom.warning(about: folder.path) { log.say(warning, level: .warning) }
        defer {
            folder.removeRunFiles()
            // The folder is ours until its files are gone.
            withExtendedLifetime(lock) {}
        }
        let ports = try reservePorts()
        defer { withExtendedLifetime(ports) {} }
        let plan = try await plan(
            folder: folder,
            ports: ports.map(\.number),
            programs: programs,
            descriptors: descriptors,
            share: installation.share,
            log: log
        )
        try await prepareDatabase(at: folder.database, installation, logger: log.logger)
        try folder.write(
            redis: plan.redisConfiguration,
            balancer: plan.balancerConfiguration,
            cluster: getpid()
        )
        capacity.tell(log.logger)
        sayStart(in: folder, log)
        let supervisor = ClusterSupervisor(
            plan: plan,
            announce: { status in
                StandardStreams.output(status.encoded())
                log.say("Ready: \(status.url) (Ctrl-C ends it)")
            },
            say: { log.say($0) },
            quote: { log.quote($0) }
        )
        switch await supervisor.run(until: stops, rolls: rolls) {
        case .stopped: log.say("The cluster has ended.")
        case .failed(let sentence):
            // A process that died of a full disk could not write down why.
            let warning = DiskRoom.warning(about: folder.path).map { " " + $0 } ?? ""
            throw Complaint(sentence + warning)
        }
    }

    private func sayStart(in folder: ClusterFolder, _ log: ProcessLog) {
        log.say("Starting \(summary) in \(folder.path) …")
        guard demonstration.isAdded else { return }
        log.say(
            "Users: ada@example.com, grace@example.com, linus@example.com; their password is "
                + "\(Demonstration.password)."
        )
    }

    private var summary: String {
        let count = gateways == 1 ? "1 gateway" : "\(gateways) gateways"
        return "\(count), \(storeMode.rawValue) store,"
    }

    /// The posts whose ports the cluster chooses.
    private var postsWithChosenPorts: [ClusterPost] {
        ClusterPlan.stages(gateways: gateways, storeMode: storeMode).joined()
            .filter { $0 != .balancer } + [.trialGateway]
    }

    /// A port for each post, one for the metrics of the store process, and one for the balancer if `listen` leaves it open.
    private func reservePorts() throws -> [ReservedPort] {
        var generator = SystemRandomNumberGenerator()
        // One more than that, in case `listen` names one of them.
        return try FreePorts.reserve(postsWithChosenPorts.count + 2, using: &generator)
    }

    private func plan(
        folder: ClusterFolder,
        ports: [Int],
        programs: ClusterPlan.Programs,
        descriptors: Int,
        share: String,
        log: ProcessLog
    ) async throws -> ClusterPlan {
        var generator = SystemRandomNumberGenerator()
        var ports = ports
        var listen = listen
        if listen.port == 0 {
            listen = ListenAddress(host: listen.host, port: ports.removeLast())
        }
        ports.removeAll { $0 == listen.port }
        try await PortCheck.requireFree(listen, hostOption: "--host", portOption: "--port")
        let storeMetricsPort = ports.removeLast()
        return ClusterPlan(
            listen: listen,
            gateways: gateways,
            storeMode: storeMode,
            ports: Dictionary(uniqueKeysWithValues: zip(postsWithChosenPorts, ports)),
            storeMetricsPort: storeMetricsPort,
            folder: folder,
            programs: programs,
            secrets: ClusterSecrets(using: &generator),
            trustedProxies: trustedProxies,
            hasLimits: hasLimits,
            connectionsPerAddress: connectionsPerAddress,
            drain: drain,
            eventLoops: eventLoops,
            descriptors: descriptors,
            share: share,
            logLevel: log.levels.configured,
            logFormat: log.format
        )
    }

    private static func findPrograms(
        _ installation: Installation,
        in folders: [String]
    ) throws -> ClusterPlan.Programs {
        func find(_ name: String, _ package: String) throws -> String {
            try ProgramSearch.find(name, package: package, in: folders)
        }
        return ClusterPlan.Programs(
            billets: installation.executable,
            redis: try find("redis-server", "redis-server"),
            balancer: try find("haproxy", "haproxy"),
            tether: try find("setpriv", "util-linux")
        )
    }

    private func prepareDatabase(
        at path: String,
        _ installation: Installation,
        logger: Logger
    ) async throws {
        try Migrator(folder: installation.migrations, logger: logger).migrate(path)
        try await Demonstration.apply(demonstration, toDatabaseAt: path, logger: logger)
    }
}
