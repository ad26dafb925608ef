/// Everything that the environment can say to the program.
///
/// This is the whole list: what is not here is not read. An option's variable has the option's name, so
/// that whoever knows the one knows the other.
enum Setting: String, CaseIterable, Sendable {
    /// What every variable of ours begins with.
    static let prefix = "LES_BILLETS_"

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

    /// The access of the store process's group to its Unix-domain socket.
    case groupSocket = "LES_BILLETS_GROUP_SOCKET"

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

    /// The permission to serve a demonstration to other machines.
    case publicDemo = "LES_BILLETS_PUBLIC_DEMO"

    /// Whether `backup` replaces a file.
    case force = "LES_BILLETS_FORCE"

    /// What `user add` calls somebody.
    case name = "LES_BILLETS_NAME"

    /// What `user add` lets somebody do.
    case role = "LES_BILLETS_ROLE"

    /// The password that `user add` and `user passwd` set.
    case password = "LES_BILLETS_PASSWORD"

    /// The file with the certificates of a gateway that speaks TLS.
    case tlsCertificate = "LES_BILLETS_TLS_CERTIFICATE"

    /// The file with their key.
    case tlsKey = "LES_BILLETS_TLS_KEY"

    /// The proxies whose word on their clients is taken.
    case trustedProxies = "LES_BILLETS_TRUSTED_PROXIES"

    /// The pages that may speak to a gateway, besides its own.
    case allowedOrigins = "LES_BILLETS_ALLOWED_ORIGINS"

    /// How many connections an address may have.
    case maxConnectionsPerAddress = "LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS"

    /// How many sockets an address may have.
    case maxSocketsPerAddress = "LES_BILLETS_MAX_SOCKETS_PER_ADDRESS"

    /// How many sockets a user may have.
    case maxSocketsPerUser = "LES_BILLETS_MAX_SOCKETS_PER_USER"

    /// The longest address of a request.
    case maxURLBytes = "LES_BILLETS_MAX_URL_BYTES"

    /// The most that a request's header fields hold.
    case maxHeaderBytes = "LES_BILLETS_MAX_HEADER_BYTES"

    /// How many header fields a request may have.
    case maxHeaders = "LES_BILLETS_MAX_HEADERS"

    /// The largest body of a request.
    case maxBodyBytes = "LES_BILLETS_MAX_BODY_BYTES"

    /// How long the head of a request may take.
    case headSeconds = "LES_BILLETS_HEAD_SECONDS"

    /// How long the body of a request may take.
    case bodySeconds = "LES_BILLETS_BODY_SECONDS"

    /// How long a connection may idle between requests.
    case idleSeconds = "LES_BILLETS_IDLE_SECONDS"

    /// How long a client may leave an answer unread.
    case unreadSeconds = "LES_BILLETS_UNREAD_SECONDS"

    /// How long the clients of a gateway that stops have to go elsewhere.
    case drainSeconds = "LES_BILLETS_DRAIN_SECONDS"

    /// How long a command may wait for the store.
    case commandSeconds = "LES_BILLETS_COMMAND_SECONDS"

    /// How many threads hold sockets.
    case eventLoops = "LES_BILLETS_EVENT_LOOPS"

    /// The largest message over a socket.
    case maxMessageBytes = "LES_BILLETS_MAX_MESSAGE_BYTES"

    /// How many bytes may wait for a socket's client to read them.
    case maxUnsentBytes = "LES_BILLETS_MAX_UNSENT_BYTES"

    /// Whether sockets whose clients offer compression get it.
    case compression = "LES_BILLETS_COMPRESSION"

    /// How many messages a second a user may send.
    case messagesPerSecond = "LES_BILLETS_MESSAGES_PER_SECOND"

    /// How many messages a user may send at once.
    case messageBurst = "LES_BILLETS_MESSAGE_BURST"

    /// The frames that a user may send for each message.
    case framesPerMessage = "LES_BILLETS_FRAMES_PER_MESSAGE"

    /// How often one account may be tried from one address at once.
    case logInAttempts = "LES_BILLETS_LOG_IN_ATTEMPTS"

    /// How often one account may be tried at once.
    case logInAttemptsPerAccount = "LES_BILLETS_LOG_IN_ATTEMPTS_PER_ACCOUNT"

    /// How often one address may try accounts at once.
    case logInAttemptsPerAddress = "LES_BILLETS_LOG_IN_ATTEMPTS_PER_ADDRESS"

    /// How many accounts one address may make at once.
    case registrationsPerAddress = "LES_BILLETS_REGISTRATIONS_PER_ADDRESS"

    /// How long a lock lasts unless it is renewed.
    case lockSeconds = "LES_BILLETS_LOCK_SECONDS"

    /// How long a log-in lasts.
    case sessionHours = "LES_BILLETS_SESSION_HOURS"

    /// Whether anybody may make an account.
    case registration = "LES_BILLETS_REGISTRATION"

    /// Whether what is limited for each address and user is not.
    case noLimits = "LES_BILLETS_NO_LIMITS"

    /// Where Prometheus comes in, HOST:PORT.
    case metricsListen = "LES_BILLETS_METRICS_LISTEN"

    /// What is worth logging.
    case logLevel = "LES_BILLETS_LOG_LEVEL"

    /// How the log is written.
    case logFormat = "LES_BILLETS_LOG_FORMAT"

    /// The folder that holds `migrations` and whatever else is needed at run time.
    case share = "LES_BILLETS_SHARE"

    /// The gateways that are put under load, with commas between them.
    case url = "LES_BILLETS_URL"

    /// Who makes the load, with commas between them.
    case email = "LES_BILLETS_EMAIL"

    /// The token that opens the sockets of a load test.
    case token = "LES_BILLETS_TOKEN"

    /// The authority of the certificates of gateways under load, a PEM file.
    case tlsAuthority = "LES_BILLETS_TLS_AUTHORITY"

    /// How many sockets of a load test only follow, and how many send, too.
    case sockets = "LES_BILLETS_SOCKETS"
    case senders = "LES_BILLETS_SENDERS"

    /// How many commands a sender has without an answer, and how large their descriptions are.
    case window = "LES_BILLETS_WINDOW"
    case descriptionBytes = "LES_BILLETS_DESCRIPTION_BYTES"

    /// How many changes are due a second, and in what time that is reached.
    case rate = "LES_BILLETS_RATE"
    case ramp = "LES_BILLETS_RAMP"

    /// How long is measured, how fast sockets are opened, and how many threads they have.
    case seconds = "LES_BILLETS_SECONDS"
    case connectRate = "LES_BILLETS_CONNECT_RATE"
    case
        threads = "LES_BILLETS_THREADS"

    /// The number of processes of a load test, and its id.
    case processes = "LES_BILLETS_PROCESSES"
    case test = "LES_BILLETS_TEST"

    /// How a load test's report is shown.
    case json = "LES_BILLETS_JSON"
    case plot = "LES_BILLETS_PLOT"

    /// The longest latencies of events that a load test allows.
    case p50 = "LES_BILLETS_P50"
    case p90 = "LES_BILLETS_P90"
    case p99 = "LES_BILLETS_P99"
    case
        p999 = "LES_BILLETS_P999"
    case maxLatency = "LES_BILLETS_MAX_LATENCY"

    /// The longest times of other things that a load test allows.
    case answerP99 = "LES_BILLETS_ANSWER_P99"
    case connectP99 = "LES_BILLETS_CONNECT_P99"
    case
        caughtUp = "LES_BILLETS_CAUGHT_UP"

    /// How much may go wrong in a load test.
    case loss = "LES_BILLETS_LOSS"
    case failures = "LES_BILLETS_FAILURES"
    case
        rejections = "LES_BILLETS_REJECTIONS"

    /// How much a load test is to reach.
    case deliveriesPerSecond = "LES_BILLETS_DELIVERIES_PER_SECOND"
    case
        commandsPerSecond = "LES_BILLETS_COMMANDS_PER_SECOND"

    /// Whether the value must never be shown, and may also be in the file that `…_FILE` names.
    var isSecret: Bool {
        switch self {
        case .storeSecret, .redisPassword, .password, .token: true
        case .storeTLSCertificate, .storeTLSKey, .storeTLSAuthority, .storeTLSName: false
        case .listen, .database, .store, .bus, .node, .gateways, .host, .port,
            .directory, .demo, .publicDemo, .groupSocket, .force, .name, .role, .logLevel,
            .logFormat,
            .metricsListen, .share, .tlsCertificate, .tlsKey, .trustedProxies, .allowedOrigins,
            .maxConnectionsPerAddress,
            .maxSocketsPerAddress,
            .maxSocketsPerUser, .maxURLBytes, .maxHeaderBytes, .maxHeaders, .maxBodyBytes,
            .headSeconds, .bodySeconds, .idleSeconds, .unreadSeconds, .noLimits, .maxMessageBytes,
            .maxUnsentBytes, .messagesPerSecond, .messageBurst, .framesPerMessage, .logInAttempts,
            .logInAttemptsPerAccount, .logInAttemptsPerAddress, .registrationsPerAddress,
            .sessionHours, .registration, .drainSeconds, .commandSeconds,
            .eventLoops, .lockSeconds, .compression,
            .url, .email, .tlsAuthority, .sockets, .senders, .window, .descriptionBytes, .rate,
            .ramp, .seconds, .connectRate, .threads, .processes, .test, .json, .plot, .p50, .p90,
            .p99, .p999,
            .maxLatency, .answerP99, .connectP99, .caughtUp, .loss, .failures, .rejections,
            .deliveriesPerSecond, .commandsPerSecond:
            false
        }
    }

    /// Whether what a cluster's own environment says of it holds for its gateways, too.
    var isForGatewaysOfCluster: Bool {
        switch self {
        case .allowedOrigins, .maxConnectionsPerAddress, .maxSocketsPerAddress, .maxSocketsPerUser,
            .maxURLBytes, .maxHeaderBytes, .maxHeaders, .maxBodyBytes, .headSeconds, .bodySeconds,
            .idleSeconds, .unreadSeconds, .maxMessageBytes, .maxUnsentBytes, .messagesPerSecond,
            .messageBurst, .framesPerMessage, .logInAttempts, .logInAttemptsPerAccount,
            .logInAttemptsPerAddress,
            .registrationsPerAddress, .sessionHours, .registration, .drainSeconds, .commandSeconds,
            .eventLoops, .lockSeconds, .compression:
            true
        case .listen, .database, .store, .storeSecret, .bus, .redisPassword, .node, .gateways,
            .host, .port, .directory, .demo, .publicDemo, .groupSocket, .force, .name, .role,
            .password,
            .logLevel,
            .logFormat, .metricsListen, .share,
            .tlsCertificate, .tlsKey, .trustedProxies, .noLimits, .storeTLSAuthority,
            .storeTLSCertificate, .storeTLSKey, .storeTLSName, .token,
            .url, .email, .tlsAuthority, .sockets, .senders, .window, .descriptionBytes, .rate,
            .ramp, .seconds, .connectRate, .threads, .processes, .test, .json, .plot, .p50, .p90,
            .p99, .p999,
            .maxLatency, .answerP99, .connectP99, .caughtUp, .loss, .failures, .rejections,
            .deliveriesPerSecond, .commandsPerSecond:
            false
        }
    }

    /// The variable that names a file with the secret in it.
    var fileVariable: String {
        rawValue + "_FILE"
    }
}
