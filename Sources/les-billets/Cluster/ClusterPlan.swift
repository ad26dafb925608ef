import Billets
import BilletsGateway
import BilletsLink
import BilletsWire

/// Everything about a cluster that is settled before its first process starts, and stays.
struct ClusterPlan: Sendable {
    /// The programs, as absolute paths.
    struct Programs: Hashable, Sendable {
        /// This very program.
        let billets: String

        /// redis-server.
        let redis: String

        /// haproxy.
        let balancer: String

        /// setpriv, which ties the others to the life of the cluster.
        let tether: String

        /// The programs of other people, with the Debian packages that have them.
        static let packages = [
            ("redis-server", "redis-server"), ("haproxy", "haproxy"), ("setpriv", "util-linux"),
        ]
    }

    /// The most descriptors that the balancer plans with, wherever the limit is higher.
    static let balancerDescriptorsMaximum = 200_000

    /// Where the balancer listens.
    let listen: ListenAddress

    /// How many gateways there are.
    let gateways: Int

    /// How they reach the database.
    let storeMode: ClusterStoreMode

    /// The loopback port of each post but the balancer.
    let ports: [ClusterPost: Int]

    /// The loopback port at which the store process tells its metrics; the gateways tell them at their own.
    let storeMetricsPort: Int

    /// Where files are.
    let folder: ClusterFolder

    /// What is run.
    let programs: Programs

    /// What the processes show each other.
    let secrets: ClusterSecrets

    /// The proxies before the cluster whose word on their clients is taken.
    let trustedProxies: TrustedProxies

    /// True if the gateways and the balancer limit each address and each user.
    let hasLimits: Bool

    /// The limit on the connections of an address, which the balancer enforces for all gateways together.
    let connectionsPerAddress: ConnectionCap

    /// How long the gateways give their clients to go elsewhere when they stop; they are told by their environment.
    let drain: Duration

    /// How many threads of each gateway hold sockets.
    let eventLoops: Int

    /// How many descriptors a process may have.
    let descriptors: Int

    /// The folder that holds `migrations`.
    let share: String

    /// What is worth logging, in every process of ours.
    let logLevel: LogLevel

    /// How they write it.
    let logFormat: LogFormat

    /// The posts in the order in which they start: each stage needs the one before.
    static func stages(gateways: Int, storeMode: ClusterStoreMode) -> [[ClusterPost]] {
        let first: [ClusterPost] =
            switch storeMode {
            case .shared: [.redis]
            case .remote: [.redis, .store]
            }
        return [first, (1...gateways).map { .gateway($0) }, [.balancer]]
    }

    /// The posts of this cluster in the order in which they start.
    var stages: [[ClusterPost]] {
        Self.stages(gateways: gateways, storeMode: storeMode)
    }

    /// Where a post listens.
    func address(of post: ClusterPost) -> ListenAddress {
        switch post {
        case .balancer: listen
        case .redis, .store, .gateway, .trialGateway:
            ListenAddress(host: "127.0.0.1", port: ports[post] ?? 0)
        }
    }

    /// How to ask a post whether it serves.
    func question(to post: ClusterPost) -> ReadinessQuestion {
        switch post {
        case .redis, .store: .connection(address(of: post))
        case .gateway, .trialGateway: .readyz(address(of: post))
        case .balancer: .readyz(ListenAddress(host: listen.reachableHost, port: listen.port))
        }
    }

    /// How to make the process of a post.
    func launch(of post: ClusterPost) -> ProcessLaunch {
        switch post {
        case .redis:
            ProcessLaunch(
                program: programs.redis,
                arguments: [folder.redisConfiguration],
                environment: [:]
            )
        case .store:
            billets(
                [
                    "store", "--database", folder.database, "--listen", "\(address(of: post))",
                    "--metrics-listen", "\(storeMetrics)",
                ],
                secrets: [.storeSecret: secrets.storeSecret]
            )
        case .gateway, .trialGateway:
            billets(
                [
                    "gateway", "--node", "\(post)", "--listen", "\(address(of: post))",
                    "--store", "\(storeAddress)", "--bus", "redis://\(address(of: .redis))",
                    // The balancer alone, which names one client: it has followed the list of other proxies.
                    "--trusted-proxies", "\(TrustedProxies.loopback)", "--event-loops",
                    "\(eventLoops)",
                ] + (hasLimits ? [] : ["--no-limits"]),
                secrets: [
                    .redisPassword: secrets.redisPassword, .storeSecret: secrets.storeSecret,
                ]
            )
        case .balancer:
            ProcessLaunch(
                program: programs.balancer,
                arguments: ["-db", "-f", folder.balancerConfiguration],
                environment: [:]
            )
        }
    }

    /// What redis-server is told.
    var redisConfiguration: RedisConfiguration {
        RedisConfiguration(
            port: address(of: .redis).port,
            password: secrets.redisPassword,
            folder: folder.run
        )
    }

    /// What HAProxy is told.
    var balancerConfiguration: HAProxyConfiguration {
        HAProxyConfiguration.cluster(
            listen: listen,
            servers: (1...gateways).map { number in
                let post = ClusterPost.gateway(number)
                return HAProxyConfiguration.Server(node: "\(post)", address: address(of: post))
            },
            trustedProxies: trustedProxies,
            connectionsPerAddress: hasLimits ? connectionsPerAddress : .unlimited,
            descriptors: min(descriptors, Self.balancerDescriptorsMaximum)
        )
    }

    /// What the line on standard output says when these processes serve; nil if one is missing.
    func status(pids: [ClusterPost: Int32]) -> ClusterStatus? {
        guard let redis = pids[.redis], let balancer = pids[.balancer] else { return nil }
        let members = (1...gateways).compactMap { number -> ClusterStatus.Gateway? in
            let post = ClusterPost.gateway(number)
            return pids[post].map { pid in
                ClusterStatus.Gateway(
                    node: "\(post)",
                    member: ClusterStatus.Member(url: "http://\(address(of: post))", pid: pid)
                )
            }
        }
        guard members.count == gateways else { return nil }
        return ClusterStatus(
            url: "http://\(ListenAddress(host: listen.reachableHost, port: listen.port))",
            gateways: members,
            store: pids[.store].map {
                ClusterStatus.Member(
                    url: "grpc://\(address(of: .store))",
                    pid: $0,
                    metricsURL: "http://\(storeMetrics)/metrics"
                )
            },
            redis: ClusterStatus.Redis(port: address(of: .redis).port, pid: redis),
            balancerPID: balancer,
            database: folder.database
        )
    }

    private var storeMetrics: ListenAddress {
        ListenAddress(host: "127.0.0.1", port: storeMetricsPort)
    }

    private var storeAddress: StoreAddress {
        switch storeMode {
        case .shared: .sqlite(path: folder.database)
        case .remote:
            .process(.tcp(host: address(of: .store).host, port: address(of: .store).port))
        }
    }

    /// A process of this very program.
    ///
    /// It inherits every variable that tunes a gateway or a store, but
    /// none that says what the command line says already, and no secret but those of this cluster.
    private func billets(_ arguments: [String], secrets: [Setting: Secret]) -> ProcessLaunch {
        var environment: [String: String?] = [:]
        for setting in Setting.allCases where !setting.isForGatewaysOfCluster {
            environment[setting.rawValue] = .some(nil)
            if setting.isSecret { environment[setting.fileVariable] = .some(nil) }
        }
        for (setting, secret) in secrets { environment[setting.rawValue] = secret.revealed }
        environment[Setting.share.rawValue] = share
        environment[Setting.logLevel.rawValue] = logLevel.rawValue
        environment[Setting.logFormat.rawValue] = logFormat.rawValue
        // A crashing process that writes a backtrace keeps its sockets, and so its port, for seconds.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return ProcessLaunch(
            program: programs.billets,
            arguments: arguments,
            environment: environment
        )
    }
}
