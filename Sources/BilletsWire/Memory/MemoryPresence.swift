import Billets

/// Who has sockets where, as the gateways of a `MemoryStore` told it.
struct MemoryPresence {
    private struct Gateway {
        var users: Set<UserID> = []
        var heardAt: Timestamp
        var instance: NodeInstanceID?
        var logLevel: LogLevelReport?
        var requestedLogLevel: LogLevel?

        /// Takes in how much the gateway logs: a request that is met is done, and one to an earlier process is void.
        mutating func takeLogLevel(_ report: PresenceReport) {
            if report.instance != instance || report.logLevel?.level == requestedLogLevel {
                requestedLogLevel = nil
            }
            instance = report.instance
            logLevel = report.logLevel
        }
    }

    private var gateways: [String: Gateway] = [:]
    private var departures: [UserID: Timestamp] = [:]

    /// Nothing is known of any gateway.
    init() {}

    /// Nothing is known of any gateway, and the holders of `locks` left now.
    init(everybodyLeft locks: [TicketLock], at now: Timestamp) {
        for lock in locks { departures[lock.holder.id] = now }
    }

    /// The gateways that have said something lately, by name.
    func living(at now: Timestamp) -> [GatewayPresence] {
        gateways.filter { now < $0.value.heardAt.adding(PresenceReport.silenceMaximum) }
            .map { node, gateway in
                GatewayPresence(
                    node: node,
                    heardAt: gateway.heardAt,
                    users: gateway.users,
                    logLevel: gateway.logLevel,
                    requestedLogLevel: gateway.requestedLogLevel
                )
            }
            .sorted { $0.node < $1.node }
    }

    /// When the last socket of `user` anywhere closed; nil if they have one, or nothing is known.
    func departure(of user: UserID) -> Timestamp? {
        departures[user]
    }

    /// Takes in what a gateway says, and takes those for dead that have said nothing for too long.
    ///
    /// - Throws: `unavailable` if the gateway tells only of differences to what is not known here.
    mutating func take(_ report: PresenceReport, at now: Timestamp) throws(Rejection) {
        guard report.isComplete || gateways[report.node] != nil else {
            throw Rejection(incompleteReportOf: report.node)
        }
        var gateway = gateways[report.node] ?? Gateway(heardAt: now)
        let missing = report.isComplete ? gateway.users.subtracting(report.arrived) : []
        gateway.heardAt = now
        gateway.users.formUnion(report.arrived)
        gateway.users.subtract(report.departed)
        gateway.users.subtract(missing)
        gateway.takeLogLevel(report)
        gateways[report.node] = gateway
        for user in report.arrived { departures[user] = nil }
        leave(missing.union(report.departed), at: now)
        for (node, gateway) in gateways
        where gateway.heardAt.adding(PresenceReport.silenceMaximum) <= now {
            gateways[node] = nil
            leave(gateway.users, at: now)
        }
    }

    /// The level at which the gateway `node` is asked to log; nil if it need not change.
    func requestedLogLevel(of node: String) -> LogLevel? {
        gateways[node]?.requestedLogLevel
    }

    /// Asks the gateway `node` to log at `level`.
    mutating func request(_ level: LogLevel, of node: String) {
        gateways[node]?.requestedLogLevel = level
    }

    /// Forgets departures from `limit` or before.
    mutating func forgetDepartures(upTo limit: Timestamp) {
        departures = departures.filter { limit < $0.value }
    }

    private mutating func leave(_ users: Set<UserID>, at now: Timestamp) {
        for user in users where !gateways.values.contains(where: { $0.users.contains(user) }) {
            departures[user] = now
        }
    }
}
