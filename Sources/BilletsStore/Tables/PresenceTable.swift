import Billets
import BilletsWire
import GRDB

/// Which gateways live, who has sockets there, and who has left: `gateways`, `presence` and
/// `departures`.
struct PresenceTable {
    /// Where the tables are.
    let database: Database

    /// When the gateway `node` was last heard of, more or less; nil if it is not known.
    func heardAt(_ node: String) throws -> Timestamp? {
        let statement = try database.cachedStatement(
            sql: "SELECT heard_at FROM gateways WHERE node = ?"
        )
        return try Int64.fetchOne(statement, arguments: [node]).map(
            Timestamp.init(millisecondsSinceEpoch:)
        )
    }

    /// The gateways that have been silent since `limit` or before.
    func gateways(silentSince limit: Timestamp) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: "SELECT node FROM gateways WHERE heard_at <= ?"
        )
        return try String.fetchAll(statement, arguments: [limit.stored])
    }

    /// The gateways that have been heard of after `limit`, by name, and who is there.
    func gateways(heardAfter limit: Timestamp) throws -> [GatewayPresence] {
        let statement = try database.cachedStatement(
            sql: "SELECT node, heard_at FROM gateways WHERE heard_at > ? ORDER BY node"
        )
        return try Row.fetchAll(statement, arguments: [limit.stored])
            .map { row in
                let node: String = row[0]
                let logLevels = try GatewayProcessTable(database: database).logLevels(of: node)
                return GatewayPresence(
                    node: node,
                    heardAt: try row.timestamp(1),
                    users: try users(on: node),
                    logLevel: logLevels.reported,
                    requestedLogLevel: logLevels.requested
                )
            }
    }

    /// Who has a socket on `node`.
    func users(on node: String) throws -> Set<UserID> {
        let statement = try database.cachedStatement(
            sql: "SELECT user_id FROM presence WHERE node = ?"
        )
        return Set(try Row.fetchAll(statement, arguments: [node]).map { try $0.identifier(0) })
    }

    /// Those who left at `limit` or before, the longest ago first, and when they did.
    func departures(upTo limit: Timestamp, count: Int) throws -> [(UserID, Timestamp)] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT user_id, left_at FROM departures
                WHERE left_at <= ? ORDER BY left_at LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [limit.stored, count])
            .map { (try $0.identifier(0), try $0.timestamp(1)) }
    }

    /// The gateway `node` lives.
    func setHeard(_ node: String, at now: Timestamp) throws {
        try run(
            """
            INSERT INTO gateways (node, heard_at) VALUES (?, ?)
            ON CONFLICT (node) DO UPDATE SET heard_at = excluded.heard_at
            """,
            [node, now.stored]
        )
    }

    /// `user` has a socket on `node`.
    func arrive(_ user: UserID, on node: String) throws {
        try run(
            "INSERT OR IGNORE INTO presence (user_id, node) VALUES (?, ?)",
            [user.stored, node]
        )
        try forgetDeparture(of: user)
    }

    /// `user` has no socket on `node`, and if they have none anywhere else either, they have left.
    func leave(_ user: UserID, from node: String, at now: Timestamp) throws {
        try run("DELETE FROM presence WHERE user_id = ? AND node = ?", [user.stored, node])
        try run(
            """
            INSERT INTO departures (user_id, left_at)
            SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM presence WHERE user_id = ?1)
            ON CONFLICT (user_id) DO UPDATE SET left_at = excluded.left_at
            """,
            [user.stored, now.stored]
        )
    }

    /// The gateway `node` is dead, and all who were there have left it.
    func forget(_ node: String, at now: Timestamp) throws {
        for user in try users(on: node) { try leave(user, from: node, at: now) }
        try run("DELETE FROM gateways WHERE node = ?", [node])
    }

    /// Nothing follows any more from the departure of `user`.
    func forgetDeparture(of user: UserID) throws {
        try run("DELETE FROM departures WHERE user_id = ?", [user.stored])
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
