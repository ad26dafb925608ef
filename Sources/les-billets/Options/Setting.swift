/// Everything that the environment can say to the program.
///
/// This is the whole list: what is not here is not read. An option's variable has the option's name, so
/// that whoever knows the one knows the other.
enum Setting: String, CaseIterable, Sendable {
    /// Where to listen, HOST:PORT.
    case listen = "LES_BILLETS_LISTEN"

    /// The database file.
    case database = "LES_BILLETS_DATABASE"

    /// Which store to use, `sqlite:PATH`, `grpc://HOST:PORT` or `unix:PATH`; for a cluster, `shared` or `remote`.
    case store = "LES_BILLETS_STORE"

    /// The secret that gateways show to the store process.
    case storeSecret = "LES_BILLETS_STORE_SECRET"

    /// The certificate that this end of the link between gateways and store shows, a PEM file.
    case storeTLSCertificate = "LES_BILLETS_STORE_TLS_CERTIFICATE"

    /// The private key of that certificate, a PEM file.
    case storeTLSKey = "LES_BILLETS_STORE_TLS_KEY"

    /// The authority of the certificate that the other end must show, a PEM file.
    case storeTLSAuthority = "LES_BILLETS_STORE_TLS_AUTHORITY"

    /// The DNS name that the store's certificate must be for.
    case storeTLSName = "LES_BILLETS_STORE_TLS_NAME"

    /// The bus, `redis://HOST:PORT`.
    case bus = "LES_BILLETS_BUS"

    /// The password of the Redis behind the bus.
    case redisPassword = "LES_BILLETS_REDIS_PASSWORD"

    /// What Welcome and the store call this gateway.
    case node = "LES_BILLETS_NODE"

    /// How many gateways a cluster has.
    case gateways = "LES_BILLETS_GATEWAYS"

    /// The address that a cluster's balancer listens at.
    case host = "LES_BILLETS_HOST"

    /// The port that a cluster's balancer listens on.
    case port = "LES_BILLETS_PORT"

    /// The folder that a cluster keeps its files in.
    case directory = "LES_BILLETS_DIRECTORY"

    /// Whether to add the users and tickets of a demonstration.
    case demo = "LES_BILLETS_DEMO"

    /// What `user add` calls somebody.
    case name = "LES_BILLETS_NAME"

    /// What `user add` lets somebody do.
    case role = "LES_BILLETS_ROLE"

    /// The password that `user add` and `user passwd` set.
    case password = "LES_BILLETS_PASSWORD"

    /// What is worth logging.
    case logLevel = "LES_BILLETS_LOG_LEVEL"

    /// The folder that holds `migrations` and whatever else is needed at run time.
    case share = "LES_BILLETS_SHARE"

    /// Whether the value must never be shown, and may also be in the file that `…_FILE` names.
    var isSecret: Bool {
        switch self {
        case .storeSecret, .redisPassword, .password: true
        case .storeTLSCertificate, .storeTLSKey, .storeTLSAuthority, .storeTLSName: false
        case .listen, .database, .store, .bus, .node, .gateways, .host, .port,
            .directory, .demo, .name, .role, .logLevel, .share:
            false
        }
    }

    /// The variable that names a file with the secret in it.
    var fileVariable: String {
        rawValue + "_FILE"
    }
}
