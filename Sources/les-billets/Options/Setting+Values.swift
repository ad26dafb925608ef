import Billets
import BilletsBus
import BilletsGateway
import BilletsLink
import BilletsLoad
import BilletsWire

extension Setting {
    /// The types that read the variable, of which one must understand it; none for a secret, which may be any text.
    var valueTypes: [any OptionValue.Type] {
        switch self {
        case .storeSecret, .redisPassword, .password, .token: []
        case .database, .storeTLSCertificate, .storeTLSKey, .storeTLSAuthority, .storeTLSName,
            .node,
            .directory, .name, .tlsCertificate, .tlsKey, .share, .tlsAuthority, .plot:
            [String.self]
        case .demo, .publicDemo, .groupSocket, .force, .registration, .noLimits, .json: [Bool.self]
        case .listen: [LinkAddress.self]
        case .metricsListen: [ListenAddress.self]
        case .store: [StoreAddress.self, ClusterStoreMode.self]
        case .bus: [RedisAddress.self]
        case .gateways: [GatewayCount.self]
        case .host: [ListenHost.self]
        case .port: [PortNumber.self]
        case .role: [AccountRole.self]
        case .trustedProxies: [TrustedProxies.self]
        case .allowedOrigins: [OriginList.self]
        case .maxConnectionsPerAddress, .maxSocketsPerAddress, .maxSocketsPerUser,
            .messagesPerSecond,
            .logInAttempts, .logInAttemptsPerAccount, .logInAttemptsPerAddress,
            .registrationsPerAddress:
            [ConnectionCap.self]
        case .maxURLBytes, .maxHeaderBytes, .maxHeaders, .maxBodyBytes, .headSeconds, .bodySeconds,
            .idleSeconds, .unreadSeconds, .maxMessageBytes, .maxUnsentBytes, .messageBurst,
            .framesPerMessage, .commandSeconds, .lockSeconds, .window, .descriptionBytes,
            .processes:
            [LimitNumber.self]
        case .drainSeconds: [DrainSeconds.self]
        case .sessionHours: [SessionHours.self]
        case .eventLoops: [EventLoopCount.self]
        case .compression: [SocketCompression.self]
        case .logLevel: [LogLevel.self]
        case .logFormat: [LogFormat.self]
        case .url: [LoadTargetList.self]
        case .email: [EmailList.self]
        case .sockets, .senders, .failures, .rejections: [CountNumber.self]
        case .threads: [LoadThreadCount.self]
        case .test: [LoadTestID.self]
        case .rate, .seconds, .connectRate, .deliveriesPerSecond, .commandsPerSecond:
            [AmountNumber.self]
        case .ramp, .p50, .p90, .p99, .p999, .maxLatency, .answerP99, .connectP99, .caughtUp:
            [ElapsedTime.self]
        case .loss: [LossLimit.self]
        }
    }
}
