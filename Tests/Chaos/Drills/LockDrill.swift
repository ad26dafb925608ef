import Billets
import BilletsLoad
import BilletsProcesses
import BilletsSeeds
import BilletsWire

/// Thousands of contests for locks over all gateways, with locks that expire and clocks that jump: never two holders.
struct LockDrill: Sendable {
    /// How long locks last in this drill.
    static let lockSeconds = 1

    /// How many tickets are contested at the same time.
    static let lanes = 48

    /// How many of them share sockets.
    static let lanesPerSocket = 12

    /// How far clocks jump, in milliseconds.
    static let jumpMaximum: Int64 = 200_000

    /// How long an end of a lock may take that is only waited for.
    static let expiryPatience: Duration = .seconds(60)

    /// How large it is.
    let plan: DrillPlan

    /// What is broken.
    let rig: Rig

    /// Is told of the progress.
    let say: @Sendable (String) -> Void

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        let clock = RunClock()
        let stop = Flag()
        var lanes: [LockLane] = []
        var clients: [DrillClients] = []
        let contests = plan.contests / Self.lanes
        for number in 0..<Self.lanes {
            if number % Self.lanesPerSocket == 0 {
                clients.append(try await DrillClients.connect(rig))
            }
            guard let own = clients.last else { continue }
            lanes.append(
                LockLane(
                    clients: own,
                    users: rig.gateways.map { rig.users[$0.index % rig.users.count].user },
                    ticket: try await own.ticket("Contested \(number)").id,
                    contests: contests + (number < plan.contests % Self.lanes ? 1 : 0),
                    clock: clock,
                    generator: SeededGenerator(seed: plan.seed, number: UInt64(number) + 1)
                )
            )
        }
        let all = lanes
        let (outcomes, jumps) = try await withThrowingTaskGroup { group in
            async let jumps = jumpClocks(until: stop)
            defer { stop.raise() }
            for lane in all { group.addTask { try await lane.run() } }
            let outcomes = try await group.reduce(into: [LockLane.Outcome]()) { $0.append($1) }
            stop.raise()
            return (outcomes, await jumps)
        }
        say("\(outcomes.reduce(0) { $0 + $1.contests }) contests in \(clock.elapsed.inSeconds)")
        return try await measures(outcomes, jumps: jumps, clients)
    }

    private func measures(
        _ outcomes: [LockLane.Outcome],
        jumps: Int,
        _ clients: [DrillClients]
    ) async throws -> [DrillMeasure] {
        let database = try await rig.databaseRecord()
        var agent = AgentRecord(name: "contestants", user: rig.users[0].user)
        agent.intents = outcomes.flatMap(\.intents)
        agent.discrepancies = clients.flatMap(\.discrepancies)
        let violations = Checker(
            RunRecord(
                agents: [agent],
                database: database,
                listings: [],
                leaseDuration: .seconds(Self.lockSeconds)
            )
        ).violations().filter { $0.promise != .allAgree }
        for violation in Violation.told(violations) { say("VIOLATION \(violation)") }
        let expired = database.events.filter {
            if case .unlocked(_, .expired) = $0.event.change { true } else { false }
        }
        let doubles = violations.filter { $0.promise == .locksExclude || $0.promise == .leasesLast }
        return [
            DrillMeasure(
                "contests",
                outcomes.reduce(0) { $0 + $1.contests },
                wanted: plan.contests
            ),
            DrillMeasure("locks taken", "\(outcomes.reduce(0) { $0 + $1.taken })"),
            DrillMeasure("locks refused", "\(outcomes.reduce(0) { $0 + $1.refused })"),
            DrillMeasure("locks that expired", "\(expired.count)"),
            DrillMeasure("clock jumps", "\(jumps)"),
            DrillMeasure("two holders", doubles.count, wanted: 0),
            DrillMeasure("other violations", violations.count - doubles.count, wanted: 0),
        ]
    }

    /// Sets the clock of one process after the other wrong, and right again.
    private func jumpClocks(until stop: Flag) async -> Int {
        var generator = SeededGenerator(seed: plan.seed, number: 0)
        let posts = rig.plan.posts.filter { rig.disks[$0] != nil }
        var jumps = 0
        while !stop.isRaised, !posts.isEmpty {
            let post = posts[Int.random(in: 0..<posts.count, using: &generator)]
            let error = Int64.random(in: -Self.jumpMaximum...Self.jumpMaximum, using: &generator)
            rig.disks[post]?.setClockError(.milliseconds(error))
            try? await Task.sleep(
                for: .milliseconds(Int64.random(in: 100...900, using: &generator))
            )
            rig.disks[post]?.setClockError(.zero)
            jumps += 1
            try? await Task.sleep(
                for: .milliseconds(Int64.random(in: 100...500, using: &generator))
            )
        }
        return jumps
    }
}
