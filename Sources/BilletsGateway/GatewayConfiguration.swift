public import Billets
public import BilletsWire
public import Instrumentation

/// How a gateway is set up.
public struct GatewayConfiguration: Sendable {
    /// Its name, which Welcome carries; unique among the gateways of a database.
    public var node: String

    /// The id of this process, by which the store tells it from others of its name.
    public var instance = NodeInstanceID.random()

    /// The address it listens on: an IP address or a host name.
    public var host: String

    /// The port it listens on; 0 for any that is free.
    public var port: Int

    /// Origins of pages that may speak to it, besides its own, such as `https://desk.example.com`.
    public var allowedOrigins: Set<String> = []

    /// What sockets may cost.
    public var sockets = SocketLimits()

    /// Whether sockets whose clients offer compression get it.
    public var compression = SocketCompression.on

    /// How fast each user may send, over sockets and HTTP together; nil: as fast as they like.
    public var messageRate: MessageRate? = MessageRate()

    /// How often somebody may try to log in.
    public var logIns = LogInLimits()

    /// Whether anybody may make an account for themselves.
    public var allowsRegistration = false

    /// What a password's hash costs.
    var passwordCost = ScryptParameters.standard

    /// What reads from requests which trace they belong to.
    public var instrument: any Instrument = TraceInstrument()

    /// Where its figures go.
    public var metrics = MetricsSettings.none

    /// What `/docs` shows; nil if it is not installed.
    public var swaggerUI: SwaggerUI?

    /// How long a log-in lasts.
    public var sessionLifetime: Duration = .seconds(12 * 3600)

    /// What connections and their requests may cost.
    public var connections = ConnectionLimits()

    /// How it lets its clients go when it stops.
    public var draining = DrainTiming()

    /// How long the store may take to answer.
    public var patience = StorePatience()

    /// Whose word on their clients is taken: proxies that name them in `X-Forwarded-For`.
    public var trustedProxies = TrustedProxies.none

    /// What it shows of itself if it speaks TLS; nil for clear text, as behind a balancer.
    public var certificate: ServerCertificate?

    /// How much it logs, which administrators may change; its logger must read this.
    public var logLevel = LogLevelSwitch()

    /// The clock by which sessions end.
    public var clock = WallClock.system

    /// A gateway with the defaults.
    public init(node: String, host: String, port: Int) {
        self.node = node
        self.host = host
        self.port = port
    }
}
