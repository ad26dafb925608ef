import ArgumentParser
import Billets
import BilletsGateway

/// How much each user may send, how often somebody may try to log in, and for how long they are in then.
struct RateOptions: ParsableArguments {
    private static let sockets = SocketLimits()
    private static let rate = MessageRate()

    /// The size of a message.
    @Option(
        help: .limit(
            .maxMessageBytes,
            "The largest message over a socket.",
            sockets.messageBytesMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var maxMessageBytes: LimitNumber?

    /// What a slow consumer may leave unread.
    @Option(
        help: .limit(
            .maxUnsentBytes,
            "How many bytes may wait for a socket's client; more close it with 4408.",
            sockets.unsentBytesMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var maxUnsentBytes: LimitNumber?

    /// The lasting rate of a user.
    @Option(
        help: .limit(
            .messagesPerSecond,
            "How many messages and requests a second a user may send, or unlimited.",
            rate.perSecond
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var messagesPerSecond: ConnectionCap?

    /// The burst of a user.
    @Option(
        help: .limit(
            .messageBurst,
            "How many messages and requests a user may send at once.",
            rate.burst
        ),
        transform: LimitNumber.init(parsing:)
    )
    var messageBurst: LimitNumber?

    /// The frames of a user.
    @Option(
        help: .limit(
            .framesPerMessage,
            "How many WebSocket frames a user may send for each message that may be sent; more close the "
                + "socket with 1008.",
            sockets.framesPerMessage
        ),
        transform: LimitNumber.init(parsing:)
    )
    var framesPerMessage: LimitNumber?

    /// Attempts at one account from one address.
    @Option(
        help: .limit(
            .logInAttempts,
            "How often one account may be tried from one address at once, or unlimited; once more a minute.",
            10
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var logInAttempts: ConnectionCap?

    /// Attempts at one account.
    @Option(
        help: .limit(
            .logInAttemptsPerAccount,
            "How often one account may be tried at once, or unlimited; once more each 10 s.",
            100
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var logInAttemptsPerAccount: ConnectionCap?

    /// Attempts from one address.
    @Option(
        help: .limit(
            .logInAttemptsPerAddress,
            "How often one address may try accounts at once, or unlimited; once more a second.",
            200
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var logInAttemptsPerAddress: ConnectionCap?

    /// Registrations from one address.
    @Option(
        help: .limit(
            .registrationsPerAddress,
            "How many accounts one address may make at once, or unlimited; one more each 10 minutes.",
            10
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var registrationsPerAddress: ConnectionCap?

    /// How long a log-in lasts.
    @Option(
        help: .limit(
            .sessionHours,
            "How many hours a log-in lasts, \(SessionHours.maximum) at most.",
            12
        ),
        transform: SessionHours.init(parsing:)
    )
    var sessionHours: SessionHours?

    /// Whether anybody may make an account.
    @Flag(
        help: ArgumentHelp(
            "Let anybody make an agent's account for themselves. [\(Setting.registration.rawValue)=yes]"
        )
    )
    var registration = false

    /// Sets what the command line and the environment say; `isUnlimited` lifts what counts for each user and
    /// address.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func apply(
        to configuration: inout GatewayConfiguration,
        isUnlimited: Bool,
        _ settings: Settings
    ) throws {
        if let limit = try settings.value(maxMessageBytes, .maxMessageBytes) {
            configuration.sockets.messageBytesMaximum = limit.number
        }
        if let limit = try settings.value(maxUnsentBytes, .maxUnsentBytes) {
            configuration.sockets.unsentBytesMaximum = limit.number
        }
        if let limit = try settings.value(framesPerMessage, .framesPerMessage) {
            configuration.sockets.framesPerMessage = limit.number
        }
        if let hours = try settings.value(sessionHours, .sessionHours) {
            configuration.sessionLifetime = .seconds(hours.number * 3600)
        }
        configuration.allowsRegistration =
            try settings.value(registration ? true : nil, .registration) ?? false
        configuration.messageRate = try messageRate(settings)
        configuration.logIns = try logIns(settings)
        guard isUnlimited else { return }
        configuration.messageRate = nil
        configuration.logIns = .none
    }

    private func messageRate(_ settings: Settings) throws -> MessageRate? {
        var rate = Self.rate
        if let burst = try settings.value(messageBurst, .messageBurst) { rate.burst = burst.number }
        switch try settings.value(messagesPerSecond, .messagesPerSecond) {
        case .unlimited: return nil
        case .atMost(let number): rate.perSecond = number
        case nil: break
        }
        return rate
    }

    private func logIns(_ settings: Settings) throws -> LogInLimits {
        var limits = LogInLimits()
        func take(
            _ given: ConnectionCap?,
            _ setting: Setting,
            _ place: WritableKeyPath<LogInLimits, Throttle?>
        ) throws {
            switch try settings.value(given, setting) {
            case .unlimited: limits[keyPath: place] = nil
            case .atMost(let burst):
                guard let interval = limits[keyPath: place]?.interval else { return }
                limits[keyPath: place] = Throttle(burst: burst, interval: interval)
            case nil: break
            }
        }
        try take(logInAttempts, .logInAttempts, \.accountAtAddress)
        try take(logInAttemptsPerAccount, .logInAttemptsPerAccount, \.account)
        try take(logInAttemptsPerAddress, .logInAttemptsPerAddress, \.address)
        try take(registrationsPerAddress, .registrationsPerAddress, \.registration)
        return limits
    }
}

extension ArgumentHelp {
    fileprivate static func limit(_ setting: Setting, _ text: String, _ standard: Int)
        -> ArgumentHelp
    {
        .setting(setting, text, value: "number", default: "\(standard)")
    }
}
