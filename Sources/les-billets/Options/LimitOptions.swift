import ArgumentParser
import BilletsGateway

/// What connections and their requests may cost a gateway.
struct LimitOptions: ParsableArguments {
    private static let standard = ConnectionLimits()

    /// Connections of an address.
    @Option(
        help: cap(
            .maxConnectionsPerAddress,
            "How many connections an address may have, or unlimited; more are closed.",
            standard.connectionsPerAddress
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var maxConnectionsPerAddress: ConnectionCap?

    /// Sockets of an address.
    @Option(
        help: cap(
            .maxSocketsPerAddress,
            "How many WebSockets and event streams an address may have, or unlimited; more are refused with 429.",
            standard.socketsPerAddress
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var maxSocketsPerAddress: ConnectionCap?

    /// Sockets of a user.
    @Option(
        help: cap(
            .maxSocketsPerUser,
            "How many WebSockets and event streams a user may have, or unlimited; more are refused with 429.",
            standard.socketsPerUser
        ),
        transform: ConnectionCap.init(parsing:)
    )
    var maxSocketsPerUser: ConnectionCap?

    /// The length of a request's address.
    @Option(
        help: limit(.maxURLBytes, "The longest URL.", "bytes", standard.urlBytesMaximum),
        transform: LimitNumber.init(parsing:)
    )
    var maxURLBytes: LimitNumber?

    /// The size of a request's header fields.
    @Option(
        help: limit(
            .maxHeaderBytes,
            "The most that all header fields of a request hold together.",
            "bytes",
            standard.fieldBytesMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var maxHeaderBytes: LimitNumber?

    /// The number of a request's header fields.
    @Option(
        help: limit(
            .maxHeaders,
            "How many header fields a request may have.",
            "number",
            standard.fieldsMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var maxHeaders: LimitNumber?

    /// The size of a request's body.
    @Option(
        help: limit(
            .maxBodyBytes,
            "The largest body of a request.",
            "bytes",
            standard.bodyBytesMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var maxBodyBytes: LimitNumber?

    /// The time of a head.
    @Option(
        help: limit(
            .headSeconds,
            "How long the head of a request may take, a TLS handshake with it.",
            "seconds",
            standard.headSecondsMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var headSeconds: LimitNumber?

    /// The time of a body.
    @Option(
        help: limit(
            .bodySeconds,
            "How long the body of a request may take.",
            "seconds",
            standard.bodySecondsMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var bodySeconds: LimitNumber?

    /// The time between requests.
    @Option(
        help: limit(
            .idleSeconds,
            "How long a connection may idle between requests.",
            "seconds",
            standard.idleSecondsMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var idleSeconds: LimitNumber?

    /// The time that a client may leave an answer unread.
    @Option(
        help: limit(
            .unreadSeconds,
            "How long a client may leave an answer unread.",
            "seconds",
            standard.unreadSecondsMaximum
        ),
        transform: LimitNumber.init(parsing:)
    )
    var unreadSeconds: LimitNumber?

    /// Whether what is limited for each address and user is not.
    @Flag(help: .noLimits) var noLimits = false

    /// What the command line and the environment say.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func limits(_ settings: Settings) throws -> ConnectionLimits {
        var limits = Self.standard
        func take(
            _ given: LimitNumber?,
            _ setting: Setting,
            _ place: WritableKeyPath<ConnectionLimits, Int>
        ) throws {
            if let limit = try settings.value(given, setting) {
                limits[keyPath: place] = limit.number
            }
        }
        func take(
            _ given: ConnectionCap?,
            _ setting: Setting,
            _ place: WritableKeyPath<ConnectionLimits, ConnectionCap>
        ) throws {
            if let cap = try settings.value(given, setting) { limits[keyPath: place] = cap }
        }
        try take(maxConnectionsPerAddress, .maxConnectionsPerAddress, \.connectionsPerAddress)
        try take(maxSocketsPerAddress, .maxSocketsPerAddress, \.socketsPerAddress)
        try take(maxSocketsPerUser, .maxSocketsPerUser, \.socketsPerUser)
        try take(maxURLBytes, .maxURLBytes, \.urlBytesMaximum)
        try take(maxHeaderBytes, .maxHeaderBytes, \.fieldBytesMaximum)
        try take(maxHeaders, .maxHeaders, \.fieldsMaximum)
        try take(maxBodyBytes, .maxBodyBytes, \.bodyBytesMaximum)
        try take(headSeconds, .headSeconds, \.headSecondsMaximum)
        try take(bodySeconds, .bodySeconds, \.bodySecondsMaximum)
        try take(idleSeconds, .idleSeconds, \.idleSecondsMaximum)
        try take(unreadSeconds, .unreadSeconds, \.unreadSecondsMaximum)
        if try isUnlimited(settings) { limits.liftCaps() }
        return limits
    }

    /// The limit on the connections of an address, as the environment alone gives it.
    ///
    /// - Throws: a `Complaint` if the variable is invalid.
    static func connectionsPerAddress(_ settings: Settings) throws -> ConnectionCap {
        try settings.value(nil as ConnectionCap?, .maxConnectionsPerAddress)
            ?? standard.connectionsPerAddress
    }

    /// Whether what is limited for each address and user is not.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func isUnlimited(_ settings: Settings) throws -> Bool {
        try settings.value(noLimits ? true : nil, .noLimits) ?? false
    }

    private static func limit(
        _ setting: Setting,
        _ text: String,
        _ value: String,
        _ standard: Int
    ) -> ArgumentHelp {
        .setting(setting, text, value: value, default: "\(standard)")
    }

    private static func cap(
        _ setting: Setting,
        _ text: String,
        _ standard: ConnectionCap
    ) -> ArgumentHelp {
        let standard =
            switch standard {
            case .unlimited: "unlimited"
            case .atMost(let number): "\(number)"
            }
        return .setting(setting, text, value: "number", default: standard)
    }
}
