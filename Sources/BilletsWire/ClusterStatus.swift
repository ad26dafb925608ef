/// What `les-billets cluster` says on standard output, a line of JSON each time everything is ready
/// with other processes than before.
public struct ClusterStatus: Hashable, Sendable {
    /// A process that clients or gateways connect to.
    public struct Member: Hashable, Sendable {
        /// Where it listens: `http://…` for a gateway, `grpc://…` for the store.
        public let url: String

        /// Its process id.
        public let pid: Int32

        /// Where its metrics are, if they are at a door of their own: `http://…/metrics`.
        public let metricsURL: String?

        /// The process `pid` at `url`.
        public init(url: String, pid: Int32, metricsURL: String? = nil) {
            self.url = url
            self.pid = pid
            self.metricsURL = metricsURL
        }
    }

    /// A gateway.
    public struct Gateway: Hashable, Sendable {
        /// What Welcome calls it.
        public let node: String

        /// Where it is, past the balancer.
        public let member: Member

        /// The gateway `node`.
        public init(node: String, member: Member) {
            self.node = node
            self.member = member
        }
    }

    /// The redis-server, on the loopback interface.
    public struct Redis: Hashable, Sendable {
        /// Where it listens.
        public let port: Int

        /// Its process id.
        public let pid: Int32

        /// The redis-server `pid` on `port`.
        public init(port: Int, pid: Int32) {
            self.port = port
            self.pid = pid
        }
    }

    /// Where clients go: the balancer.
    public let url: String

    /// The gateways; each keeps its place and its URL for as long as the cluster lives.
    public let gateways: [Gateway]

    /// The store process; nil when the gateways share the database file.
    public let store: Member?

    /// The bus.
    public let redis: Redis

    /// The process id of the balancer.
    public let balancerPID: Int32

    /// The absolute path of the database file.
    public let database: String

    /// The cluster as it stands.
    public init(
        url: String,
        gateways: [Gateway],
        store: Member?,
        redis: Redis,
        balancerPID: Int32,
        database: String
    ) {
        self.url = url
        self.gateways = gateways
        self.store = store
        self.redis = redis
        self.balancerPID = balancerPID
        self.database = database
    }
}
