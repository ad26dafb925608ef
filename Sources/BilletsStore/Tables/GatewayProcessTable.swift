import Billets
import BilletsWire
import GRDB

/// The processes behind the names of gateways, and how much they log: `gateway_processes`.
struct GatewayProcessTable {
    /// The database.
    let database: Database

    /// The log level of the gateway `node`, and the requested one; nil if it reports none.
    func logLevels(of node: String) throws -> (reported: LogLevelReport?, requested: LogLevel?) {
        let statement = try database.cachedStatement(
            sql: """
                SELECT log_level, configured_log_level, requested_log_level FROM gateway_processes
                WHERE node = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [node]) else { return (nil, nil) }
        let reported = LogLevelReport(level: try row.choice(0), configured: try row.choice(1))
        return (reported, try row.optionalChoice(2))
    }

    /// Returns true if a report says nothing that the table does not hold.
    func holds(_ report: PresenceReport) throws -> Bool {
        guard let instance = report.instance, let logLevel = report.logLevel else { return true }
        let statement = try database.cachedStatement(
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM gateway_processes
                    WHERE node = ? AND instance = ? AND log_level = ? AND configured_log_level = ?
                        AND requested_log_level IS NOT log_level
                )
                """
        )
        let values: StatementArguments = [
            report.node, instance.stored, logLevel.level.rawValue, logLevel.configured.rawValue,
        ]
        return try Bool.fetchOne(statement, arguments: values) ?? false
    }

    /// Takes in what a report says of its process: a request that the process has met is done, and one that an earlier
    /// process of the name did not meet is not for this one.
    func take(_ report: PresenceReport) throws {
        guard let instance = report.instance, let logLevel = report.logLevel else { return }
        try database
            .cachedStatement(
                sql: """
                    INSERT INTO gateway_processes (node, instance, log_level, configured_log_level)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT (node) DO UPDATE SET
                        requested_log_level = CASE
                            WHEN instance = excluded.instance AND requested_log_level <> excluded.log_level
                            THEN requested_log_level
                        END,
                        instance = excluded.instance,
                        log_level = excluded.log_level,
                        configured_log_level = excluded.configured_log_level
                    """
            )
            .execute(
                arguments: [
                    report.node, instance.stored, logLevel.level.rawValue,
                    logLevel.configured.rawValue,
                ]
            )
    }

    /// The level at which the sender of a report is asked to log; nil if it need not change.
    func requestedLogLevel(of report: PresenceReport) throws -> LogLevel? {
        guard report.instance != nil else { return nil }
        return try logLevels(of: report.node).requested
    }

    /// Asks the gateway `node` to log at `level`.
    func request(_ level: LogLevel, of node: String) throws {
        try database
            .cachedStatement(
                sql: "UPDATE gateway_processes SET requested_log_level = ? WHERE node = ?"
            )
            .execute(arguments: [level.rawValue, node])
    }
}
