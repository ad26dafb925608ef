import Billets
import BilletsWire
import GRDB

/// What a gateway's report brings about: who is there, whose lock ends, and what is forgotten.
struct Maintenance {
    /// What the gateway said.
    let report: PresenceReport

    /// How long locks live.
    let leases: LeasePolicy

    /// How long what has happened is remembered.
    let retention: Retention

    /// How much is done at once.
    let bounds: StoreBounds

    /// When it was said.
    let now: Timestamp

    /// The time for which an expired API token is kept, so that a clock that is fast for a while loses none for good.
    static let endedTokenAgeMaximum: Duration = .seconds(7 * 86_400)

    /// Whether anything is to be written: most reports of a quiet cluster change nothing.
    func isDue(in database: Database) throws -> Bool {
        let presence = PresenceTable(database: database)
        let heardAt = try knownGateway(presence)
        guard let heardAt, heardAt <= now, now < heardAt.adding(bounds.heartbeatAgeMaximum),
            report.departed.isEmpty, try reportsNothingNew(presence),
            try GatewayProcessTable(database: database).holds(report),
            try presence.gateways(silentSince: silenceLimit).isEmpty,
            try presence.departures(upTo: graceLimit, count: 1).isEmpty,
            try !TicketTable(database: database).hasExpired(at: now),
            try !EventTable(database: database).hasSurplus(retention, at: now),
            try !RevocationTable(database: database).hasAny(before: revocationLimit),
            try !TokenTable(database: database).hasExpired(at: tokenLimit),
            try !ThrottleTable(database: database).hasEmpty(at: now),
            try !TicketTextTable(database: database).hasUnindexed()
        else { return true }
        return false
    }

    /// Does it all, in the write transaction that is open on `database`.
    ///
    /// - Returns: the locks that ended, and how many of them since their time had run out.
    func perform(in database: Database) throws -> (events: [WireEvent], locksExpired: Int) {
        let presence = PresenceTable(database: database)
        _ = try knownGateway(presence)
        try takeReport(into: presence)
        try GatewayProcessTable(database: database).take(report)
        for node in try presence.gateways(silentSince: silenceLimit) {
            try presence.forget(node, at: now)
        }
        let ended = try endLocks(in: database, presence)
        try EventTable(database: database)
            .forget(retention, at: now, limit: bounds.forgottenEventsMaximum)
        try RevocationTable(database: database)
            .forget(before: revocationLimit, count: bounds.forgottenRevocationsMaximum)
        try TokenTable(database: database)
            .forget(expiredAt: tokenLimit, count: bounds.forgottenTokensMaximum)
        try ThrottleTable(database: database)
            .forget(emptyAt: now, count: bounds.forgottenThrottlesMaximum)
        // Those that commands have left, and those that another program has written.
        try TicketTextTable(database: database).index(limit: bounds.indexedTicketsMaximum)
        return ended
    }

    private var silenceLimit: Timestamp { now.adding(.zero - PresenceReport.silenceMaximum) }

    private var graceLimit: Timestamp { now.adding(.zero - leases.disconnectGrace) }

    private var revocationLimit: Timestamp { now.adding(.zero - retention.revocationAgeMaximum) }

    private var tokenLimit: Timestamp { now.adding(.zero - Self.endedTokenAgeMaximum) }

    /// When the gateway was last heard of; nil if this is the first one hears of it.
    private func knownGateway(_ presence: PresenceTable) throws -> Timestamp? {
        let heardAt = try presence.heardAt(report.node)
        guard heardAt != nil || report.isComplete else {
            throw Rejection(incompleteReportOf: report.node)
        }
        return heardAt
    }

    private func reportsNothingNew(_ presence: PresenceTable) throws -> Bool {
        if report.isComplete { return try presence.users(on: report.node) == Set(report.arrived) }
        return report.arrived.isEmpty
    }

    private func takeReport(into presence: PresenceTable) throws {
        try presence.setHeard(report.node, at: now)
        for user in report.arrived { try presence.arrive(user, on: report.node) }
        for user in report.departed { try presence.leave(user, from: report.node, at: now) }
        guard report.isComplete else { return }
        for user in try presence.users(on: report.node).subtracting(report.arrived) {
            try presence.leave(user, from: report.node, at: now)
        }
    }

    private func endLocks(
        in database: Database,
        _ presence: PresenceTable
    ) throws -> (events: [WireEvent], locksExpired: Int) {
        let tickets = TicketTable(database: database)
        let eventTable = EventTable(database: database)
        var transaction = try HistoryTransaction(database, at: now)
        var events: [WireEvent] = []
        for ticket in try tickets.expired(at: now, limit: bounds.expiriesMaximum) {
            guard let expiry = ticket.expiring(at: now) else { continue }
            events.append(try transaction.commit(expiry, intent: nil))
        }
        let departures = try presence.departures(
            upTo: graceLimit,
            count: bounds.departuresMaximum
        )
        for (user, departure) in departures {
            for ticket in try tickets.locked(by: user) {
                guard let grant = try eventTable.lockGrantedAt(of: ticket.id),
                    leases.isAbandoned(grantedAt: grant, holderLeftAt: departure, at: now),
                    let ending = ticket.abandoning()
                else { continue }
                events.append(try transaction.commit(ending, intent: nil))
            }
            try presence.forgetDeparture(of: user)
        }
        return (events, transaction.locksExpired)
    }
}
