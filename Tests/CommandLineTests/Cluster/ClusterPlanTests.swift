import Billets
import BilletsGateway
import BilletsWire
import Testing

@testable import les_billets

@Suite struct ClusterPlanTests {
    @Test
    func `Gateways that share the file are told its path, and Redis's password in the environment`()
    {
        let plan = Self.plan(.shared)
        let launch = plan.launch(of: .gateway(2))
        #expect(
            launch.arguments == [
                "gateway", "--node", "gateway-2", "--listen", "127.0.0.1:10002",
                "--store", "sqlite:/data/tickets.db", "--bus", "redis://127.0.0.1:10000",
                "--trusted-proxies", "127.0.0.0/8,::1", "--event-loops", "1",
            ]
        )
        let secrets = plan.secrets
        #expect(launch.environment["LES_BILLETS_REDIS_PASSWORD"] == secrets.redisPassword.revealed)
        #expect(!launch.arguments.joined().contains(secrets.redisPassword.revealed))
        #expect(launch.environment["SWIFT_BACKTRACE"] == "enable=no")
        #expect(launch.environment["LES_BILLETS_SHARE"] == "/share")
    }

    @Test func `Gateways of a store process are told its address and its secret`() {
        let plan = Self.plan(.remote)
        let gateway = plan.launch(of: .gateway(1))
        #expect(gateway.arguments.contains("grpc://127.0.0.1:10003"))
        let store = plan.launch(of: .store)
        #expect(
            store.arguments == [
                "store", "--database", "/data/tickets.db", "--listen", "127.0.0.1:10003",
                "--metrics-listen", "127.0.0.1:10004",
            ]
        )
        let variable = "LES_BILLETS_STORE_SECRET"
        #expect(gateway.environment[variable] == plan.secrets.storeSecret.revealed)
        #expect(store.environment[variable] == plan.secrets.storeSecret.revealed)
    }

    @Test
    func `What the cluster's own environment says of options and secrets does not reach gateways`()
    {
        let environment = Self.plan(.shared).launch(of: .gateway(1)).environment
        for variable in [
            "LES_BILLETS_LISTEN", "LES_BILLETS_NODE", "LES_BILLETS_REDIS_PASSWORD_FILE",
            "LES_BILLETS_PASSWORD", "LES_BILLETS_TRUSTED_PROXIES", "LES_BILLETS_NO_LIMITS",
            "LES_BILLETS_TLS_KEY",
        ] {
            #expect(environment[variable] == .some(nil))
        }
        #expect(environment["LES_BILLETS_LOG_LEVEL"] == "notice")
        #expect(environment["LES_BILLETS_LOG_FORMAT"] == "json")
    }

    @Test func `What the cluster's own environment says of limits and origins reaches gateways`() {
        let environment = Self.plan(.shared).launch(of: .gateway(1)).environment
        for variable in [
            "LES_BILLETS_MAX_BODY_BYTES", "LES_BILLETS_MAX_SOCKETS_PER_USER",
            "LES_BILLETS_HEAD_SECONDS", "LES_BILLETS_ALLOWED_ORIGINS", "LES_BILLETS_DRAIN_SECONDS",
            "LES_BILLETS_COMMAND_SECONDS",
        ] {
            #expect(!environment.keys.contains(variable))
        }
    }

    @Test func `A cluster without limits has gateways without limits`() {
        let launch = Self.plan(.shared, hasLimits: false).launch(of: .gateway(1))
        #expect(launch.arguments.last == "--no-limits")
    }

    @Test func `Gateways are told of one client, by the balancer alone`() throws {
        let text = Self.plan(.shared).balancerConfiguration.text
        #expect(text.contains("\n    acl from_proxy always_false\n"))
        #expect(
            text.contains("\n    http-request set-header X-Forwarded-For %[src,ipmask(32,128)]\n")
        )
        #expect(
            text.contains("\n    http-request del-header X-Forwarded-Proto unless from_proxy\n")
        )
        #expect(!text.contains("forwardfor"))
    }

    @Test func `The balancer limits the connections of an address as the gateways do`() throws {
        let line = "tcp-request connection reject if { sc0_conn_cur gt"
        #expect(Self.plan(.shared).balancerConfiguration.text.contains("\(line) 2000 }\n"))
        #expect(
            !Self.plan(.shared, hasLimits: false).balancerConfiguration.text.contains(
                "sc0_conn_cur"
            )
        )
    }

    @Test func `Lines of the balancer's log begin with their time`() {
        #expect(
            Self.plan(.shared).balancerConfiguration.text.contains("log stdout format iso local0")
        )
    }

    @Test func `Proxies before the cluster are trusted by the balancer, and not by its gateways`()
        throws
    {
        let proxies = try TrustedProxies("10.0.0.0/8,fd00::1")
        let plan = Self.plan(.shared, trustedProxies: proxies)
        let arguments = plan.launch(of: .gateway(1)).arguments
        #expect(arguments.contains("127.0.0.0/8,::1"))
        let text = plan.balancerConfiguration.text
        #expect(
            text.contains("\n    acl from_proxy src 10.0.0.0/8\n    acl from_proxy src fd00::1\n")
        )
    }

    @Test func `Whoever is told nothing has had the time to notice that a gateway stops`() {
        // Two checks that fail, the first of them just missed; and as long again for a busy machine.
        let check = HAProxyConfiguration.checkInterval + HAProxyConfiguration.checkIntervalInDoubt
        #expect(check * 2 <= DrainTiming().notice)
        let text = Self.plan(.shared).balancerConfiguration.text
        #expect(text.contains("check inter 500ms fastinter 100ms fall 2 rise 1\n"))
    }

    @Test func `The status keeps the gateways in order, and says where each is`() throws {
        let plan = Self.plan(.remote)
        let pids: [ClusterPost: Int32] = [
            .gateway(2): 12, .gateway(1): 11, .store: 20, .redis: 30, .balancer: 40,
        ]
        let status = try #require(plan.status(pids: pids))
        #expect(status.gateways.map(\.node) == ["gateway-1", "gateway-2"])
        #expect(status.gateways.map(\.member.pid) == [11, 12])
        let store = ClusterStatus.Member(
            url: "grpc://127.0.0.1:10003",
            pid: 20,
            metricsURL: "http://127.0.0.1:10004/metrics"
        )
        #expect(status.store == store)
        #expect(status.url == "http://127.0.0.1:8080")
        #expect(plan.status(pids: [.redis: 30, .balancer: 40]) == nil)
    }

    /// A plan with two gateways.
    static func plan(
        _ mode: ClusterStoreMode,
        trustedProxies: TrustedProxies = .none,
        hasLimits: Bool = true
    ) -> ClusterPlan {
        var generator = SystemRandomNumberGenerator()
        return ClusterPlan(
            listen: ListenAddress(host: "0.0.0.0", port: 8080),
            gateways: 2,
            storeMode: mode,
            ports: [.redis: 10_000, .gateway(1): 10_001, .gateway(2): 10_002, .store: 10_003],
            storeMetricsPort: 10_004,
            folder: ClusterFolder(path: "/data"),
            programs: ClusterPlan.Programs(
                billets: "/bin/les-billets",
                redis: "/bin/redis-server",
                balancer: "/sbin/haproxy",
                tether: "/bin/setpriv"
            ),
            secrets: ClusterSecrets(using: &generator),
            trustedProxies: trustedProxies,
            hasLimits: hasLimits,
            connectionsPerAddress: ConnectionLimits().connectionsPerAddress,
            drain: .seconds(5),
            eventLoops: 1,
            descriptors: 20_000,
            share: "/share",
            logLevel: .notice,
            logFormat: .json
        )
    }
}
