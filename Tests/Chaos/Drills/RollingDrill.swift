import BilletsDrills

/// All gateways of a whole cluster are restarted, one after the other, under clients that obey `Draining`.
struct RollingDrill: Sendable {
    /// For how long a client may be without a socket that follows the stream.
    static let withoutServiceLimit: Duration = .seconds(2)

    /// How many of a restart's reconnects may fall into one tenth of a second; all at once would be 1.
    static let shareLimit = 0.2

    /// How large it is.
    let plan: DrillPlan

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        let restart = RollingRestart(
            clients: plan.restartClients,
            gateways: plan.gateways,
            store: plan.store.rawValue,
            commandsPerSecond: plan.restartCommandsPerSecond
        )
        let report = try await restart.run()
        let lost = report.socketsLost.values.reduce(0, +)
        return [
            DrillMeasure("clients", report.clients, wanted: plan.restartClients),
            DrillMeasure("gateways restarted", report.restarts, wanted: plan.gateways),
            DrillMeasure(
                "each restart took",
                report.durations.map(\.inSeconds).joined(separator: ", ")
            ),
            DrillMeasure(
                "reconnects of each restart",
                report.reconnects.map { "\($0.reduce(0, +))" }.joined(separator: ", ")
            ),
            DrillMeasure(
                "most reconnects in one tenth of a second, of a restart's",
                "\((report.largestShare * 1000).rounded() / 1000)",
                wanted: "at most \(Self.shareLimit)",
                isMet: report.largestShare <= Self.shareLimit
            ),
            DrillMeasure(
                "longest time without service",
                report.longestWithoutService.inSeconds,
                wanted: "below \(Self.withoutServiceLimit.inSeconds)",
                isMet: report.longestWithoutService < Self.withoutServiceLimit
            ),
            DrillMeasure("sockets that ended before their client had another", lost, wanted: 0),
            DrillMeasure(
                "commands accepted",
                "\(report.commandsAccepted)",
                wanted: "some",
                isMet: report.commandsAccepted > 0
            ),
            DrillMeasure("unavailable, and sent again", "\(report.commandsUnavailable)"),
            DrillMeasure(
                "gaps, and accepted commands that were lost",
                report.violations.isEmpty ? "none" : report.violations.joined(separator: "; "),
                wanted: "none",
                isMet: report.violations.isEmpty
            ),
        ]
    }
}
