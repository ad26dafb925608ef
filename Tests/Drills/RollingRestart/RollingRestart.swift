import Billets
import BilletsLoad
import BilletsProcesses
import BilletsWire
import Foundation
import Glibc
import NIOPosix

/// All gateways of a cluster are restarted one after the other, while clients that obey `Draining` stay connected
/// and send commands.
///
/// Checked: no accepted command is lost, no client's stream has a gap, the database's revisions have none. Measured:
/// for how long a client had no service, and how the reconnects are spread.
public struct RollingRestart: Sendable {
    /// How many clients are connected at a time in the beginning.
    static let arrivalsMaximum = 50

    /// How many commands may be under way.
    static let commandsMaximum = 64

    /// How many clients.
    public var clients: Int

    /// How many gateways.
    public var gateways: Int

    /// How the gateways reach the database: `shared` or `remote`.
    public var store: String

    /// Who restarts the gateways.
    public var manner = RollingManner.killing

    /// How many commands a second the clients send together; each is heard by all of them.
    public var commandsPerSecond: Int

    /// What the cluster's environment says, such as `LES_BILLETS_DRAIN_SECONDS`.
    public var environment: [String: String] = [:]

    /// A restart of this size.
    public init(
        clients: Int,
        gateways: Int = 3,
        store: String = "shared",
        commandsPerSecond: Int = 5
    ) {
        self.clients = clients
        self.gateways = gateways
        self.store = store
        self.commandsPerSecond = commandsPerSecond
    }

    /// Starts a cluster, and restarts each of its gateways.
    ///
    /// - Throws: a `Trouble` if it could not be done; what went wrong in it stands in the report.
    public func run() async throws -> RollingRestartReport {
        OpenFiles.raiseLimit()
        return try await RunningCluster.with(
            gateways: gateways,
            store: store,
            environment: environment
        ) { cluster in
            try await run(in: cluster)
        }
    }

    /// Restarts each gateway of a cluster that runs.
    ///
    /// - Throws: a `Trouble` if it could not be done.
    public func run(in cluster: RunningCluster) async throws -> RollingRestartReport {
        let tally = RollingRestartTally()
        let crowd = try await crowd(of: cluster, tally)
        var report = RollingRestartReport()
        report.clients = crowd.count
        try await withThrowingTaskGroup { group in
            for client in crowd { group.addTask { await client.stay() } }
            let writing = Task { try await write(by: crowd, tally) }
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await restartAll(of: cluster, tally, into: &report))
            } catch {
                outcome = .failure(error)
            }
            writing.cancel()
            _ = await writing.result
            if case .success = outcome { try await settle(crowd, in: cluster, tally) }
            try await Self.inPortions(of: crowd) { await $0.leave() }
            try await group.waitForAll()
            try outcome.get()
        }
        try await check(cluster, tally)
        let counts = tally.counts
        report.commandsAccepted = counts.accepted.count
        report.commandsUnavailable = counts.unavailable
        report.socketsLost = counts.lost
        report.longestWithoutService = counts.withoutService
        report.violations = counts.violations
        if counts.violationCount > counts.violations.count {
            report.violations.append("… \(counts.violationCount) altogether")
        }
        return report
    }

    // MARK: Clients

    private func crowd(
        of cluster: RunningCluster,
        _ tally: RollingRestartTally
    ) async throws -> [ObedientClient] {
        var tokens: [String] = []
        for name in ["ada", "grace", "linus"] { tokens.append(try await cluster.logIn(name)) }
        let address = try await cluster.address(ofGateway: nil)
        let crowd = (0..<clients).map { number in
            ObedientClient(
                number: number,
                address: address,
                token: tokens[number % tokens.count],
                group: MultiThreadedEventLoopGroup.singleton,
                tally: tally
            )
        }
        try await Self.inPortions(of: crowd) { try await $0.arrive() }
        return crowd
    }

    private static func inPortions(
        of crowd: [ObedientClient],
        _ body: @escaping @Sendable (ObedientClient) async throws -> Void
    ) async throws {
        for start in stride(from: 0, to: crowd.count, by: arrivalsMaximum) {
            try await withThrowingTaskGroup { group in
                for client in crowd[start..<min(start + arrivalsMaximum, crowd.count)] {
                    group.addTask { try await body(client) }
                }
                try await group.waitForAll()
            }
        }
    }

    /// Sends commands, by one client after the other, until the task is cancelled; those under way are finished.
    private func write(by crowd: [ObedientClient], _ tally: RollingRestartTally) async throws {
        let pause = Duration.seconds(1) / max(1, commandsPerSecond)
        await withTaskGroup(of: Void.self) { group in
            var number = 0
            while (try? await Task.sleep(for: pause)) != nil {
                if number >= Self.commandsMaximum { await group.next() }
                let (client, title) = (crowd[number % crowd.count], "Command \(number)")
                number += 1
                // A command outlives the end of this task: whether it was accepted must be known.
                group.addTask {
                    await Task.detached {
                        do {
                            try await client.perform(.createTicket(TicketDraft(title: title)))
                        } catch {
                            tally.violated("\(error)")
                        }
                    }.value
                }
            }
            await group.waitForAll()
        }
    }

    // MARK: Restarts

    private func restartAll(
        of cluster: RunningCluster,
        _ tally: RollingRestartTally,
        into report: inout RollingRestartReport
    ) async throws {
        if manner == .rolling { return try await roll(cluster, tally, into: &report) }
        for index in 0..<gateways {
            let before = try await cluster.status.gateways[index].member.pid
            let earlier = tally.counts.reconnects.count
            let start = ContinuousClock.now
            kill(before, SIGTERM)
            try await cluster.waitForStatus { $0.gateways[index].member.pid != before }
            report.restarts += 1
            report.durations.append(start.duration(to: .now))
            report.reconnects.append(
                Self.buckets(of: tally.counts.reconnects.dropFirst(earlier), since: start)
            )
        }
    }

    /// Lets the cluster do it by itself.
    private func roll(
        _ cluster: RunningCluster,
        _ tally: RollingRestartTally,
        into report: inout RollingRestartReport
    ) async throws {
        let before = try await cluster.status.gateways.map(\.member.pid)
        let earlier = tally.counts.reconnects.count
        let start = ContinuousClock.now
        let rolled = try await RollScript.run(in: cluster.folder)
        guard rolled.status == 0 else { throw Trouble("deploy/roll: \(rolled.said)") }
        report.restarts = try await cluster.waitForStatus { status in
            zip(status.gateways.map(\.member.pid), before).allSatisfy { $0 != $1 }
        }.gateways.count
        report.durations.append(start.duration(to: .now))
        report.reconnects.append(
            Self.buckets(of: tally.counts.reconnects.dropFirst(earlier), since: start)
        )
    }

    private static func buckets(
        of moments: ArraySlice<ContinuousClock.Instant>,
        since start: ContinuousClock.Instant
    ) -> [Int] {
        var counts: [Int] = []
        for moment in moments {
            let index = max(0, Int(start.duration(to: moment) / RollingRestartReport.bucket))
            while counts.count <= index { counts.append(0) }
            counts[index] += 1
        }
        return counts
    }

    // MARK: What must hold

    /// Waits until every client has seen the last accepted command.
    private func settle(
        _ crowd: [ObedientClient],
        in cluster: RunningCluster,
        _ tally: RollingRestartTally
    ) async throws {
        let last = try await cluster.sqlite("SELECT max(revision) FROM events")
        guard let number = Int64(last) else { throw Trouble("no events: \(last)") }
        let deadline = ContinuousClock.now + .seconds(60)
        while let late = crowd.first(where: { ($0.cursor?.revision.number ?? 0) < number }) {
            guard ContinuousClock.now < deadline else {
                return tally.violated(
                    "a client stands at \(String(describing: late.cursor?.revision)), not at \(number)"
                )
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func check(_ cluster: RunningCluster, _ tally: RollingRestartTally) async throws {
        let bounds = try await cluster.sqlite(
            "SELECT max(revision) - min(revision) + 1 = count(*) FROM events"
        )
        if bounds != "1" { tally.violated("revisions are missing in the database") }
        let rows = try await cluster.sqlite(
            "SELECT request_id, revision FROM events WHERE request_id IS NOT NULL"
        )
        let committed = Set(rows.split(separator: "\n").map(String.init))
        for (requestID, revision) in tally.counts.accepted
        where !committed.contains("\(requestID)|\(revision)") {
            tally.violated("the accepted command \(requestID) is not revision \(revision)")
        }
    }
}
