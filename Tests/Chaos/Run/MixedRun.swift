import Billets
import BilletsLoad
import BilletsProcesses
import BilletsWire

/// A run with mixed faults: clients work, things go wrong, and in the end everything is compared.
public struct MixedRun: Sendable {
    /// How often the end is looked at before it counts as never quiet.
    static let quietAttemptsMaximum = 40

    /// How long everybody may take to see the last revision.
    static let quietPatience: Duration = .seconds(90)

    private let plan: RunPlan
    private let say: @Sendable (String) -> Void

    /// A run; `say` is told of its progress.
    public init(_ plan: RunPlan, say: @escaping @Sendable (String) -> Void) {
        self.plan = plan
        self.say = say
    }

    /// Carries it out.
    ///
    /// - Throws: if something is missing that a run needs; whatever the product does wrong is in the report.
    public func run() async throws -> RunReport {
        try await Rig.with(plan.rig) { rig in
            let clock = RunClock()
            let probes = try await makeProbes(rig)
            let agents = (0..<plan.clients).map { number in
                ChaosAgent(
                    number,
                    of: rig,
                    seed: plan.seed,
                    clock: clock,
                    thinking: plan.thought
                )
            }
            say(
                "store \(plan.rig.store.rawValue), seed \(plan.seed), \(plan.clients) clients, "
                    + "\(rig.gateways.count) gateways, "
                    + (rig.hasFaultLibrary ? "" : "no ") + "library for disks and clocks"
            )
            let stop = Flag()
            let (tally, unhealed) = try await withThrowingTaskGroup { group in
                for agent in agents { group.addTask { await agent.work(until: stop) } }
                defer { stop.raise() }
                let outcome = try await breakThings(
                    rig,
                    Convergence(rig: rig, probes: probes, agents: agents),
                    clock
                )
                stop.raise()
                try await group.waitForAll()
                return outcome
            }
            let duration = clock.elapsed
            let (record, disagreements) = try await Self.quietRecord(rig, agents)
            let violations = unhealed + disagreements + Checker(record).violations()
            for violation in Violation.told(violations) { say("VIOLATION \(violation)") }
            if !violations.isEmpty { tellLogs(of: rig) }
            return RunReport(
                store: plan.rig.store,
                seed: plan.seed,
                duration: duration,
                faults: tally,
                totals: RunTotals(record),
                violations: violations
            )
        }
    }

    // MARK: Faults

    private func breakThings(
        _ rig: Rig,
        _ convergence: Convergence,
        _ clock: RunClock
    ) async throws -> (FaultTally, [Violation]) {
        var menu = FaultMenu(
            plan: plan.rig,
            canBreakDisks: rig.hasFaultLibrary,
            crowd: plan.crowd,
            seed: plan.seed
        )
        let injector = FaultInjector(rig: rig)
        var tally = FaultTally()
        var violations: [Violation] = []
        // At first all is well.
        _ = try await convergence.measure()
        while clock.elapsed < plan.duration, tally.count < plan.faultsMaximum ?? .max {
            let faults = menu.next()
            let names = faults.map(\.name).joined(separator: " + ")
            do {
                try await withThrowingTaskGroup { group in
                    for fault in faults { group.addTask { try await injector.inject(fault) } }
                    try await group.waitForAll()
                }
                let time = try await convergence.measure()
                tally.add(faults, time)
                say(
                    "\(clock.elapsed.inSeconds): \(names): converged in \(time.converged.inSeconds), "
                        + "ready in \(time.ready.inSeconds)"
                )
            } catch let trouble as RigTrouble {
                let never = Convergence.patience
                tally.add(faults, HealingTime(converged: never, ready: never))
                violations.append(Violation(.allConverge, "after \(names): \(trouble)"))
                say("\(clock.elapsed.inSeconds): \(names): \(trouble)")
                tellLogs(of: rig)
            }
            try await Task.sleep(for: menu.pause())
        }
        return (tally, violations)
    }

    /// The tickets that convergence is measured with: the first of all, one for each gateway.
    private func makeProbes(_ rig: Rig) async throws -> [TicketID] {
        guard let user = rig.users.last else { throw RigTrouble("a rig without users") }
        let client = RigClient(url: rig.gateways[0].directURL, patience: .seconds(30))
        var probes: [TicketID] = []
        for gateway in rig.gateways {
            let answer = try await client.command(
                .createTicket(TicketDraft(title: "Probe of gateway-\(gateway.index + 1)")),
                requestID: .random(),
                token: user.token
            )
            guard let ticket = answer?.ticket else {
                throw RigTrouble("no probe: \(answer as Any)")
            }
            probes.append(ticket.id)
        }
        return probes
    }

    private func tellLogs(of rig: Rig) {
        for post in rig.plan.posts where post != .redis {
            say("-- the end of what \(post) said:\n\(rig.said(post))")
        }
    }

    // MARK: The end

    /// Waits until nothing happens any more, and records everything as of one revision.
    static func quietRecord(
        _ rig: Rig,
        _ agents: [ChaosAgent]
    ) async throws -> (RunRecord, [Violation]) {
        var violations: [Violation] = []
        var quiet = try await look(at: rig, agents)
        for _ in 0..<quietAttemptsMaximum where !quiet.isQuiet {
            quiet = try await look(at: rig, agents)
        }
        if !quiet.isQuiet {
            violations.append(
                Violation(.allConverge, "clients and database never stood at one revision")
            )
        }
        var records: [AgentRecord] = []
        for (agent, board) in zip(agents, quiet.boards) {
            var record = await agent.finish()
            record.board = board
            records.append(record)
        }
        return (
            RunRecord(
                agents: records,
                database: quiet.database,
                listings: quiet.listings,
                leaseDuration: .seconds(rig.plan.lockSeconds)
            ), violations
        )
    }

    private static func look(at rig: Rig, _ agents: [ChaosAgent]) async throws -> QuietMoment {
        let deadline = ContinuousClock.now.advanced(by: quietPatience)
        let revision = try await rig.revision()
        await withTaskGroup { group in
            for agent in agents {
                group.addTask { _ = await agent.catchUp(with: revision, until: deadline) }
            }
        }
        var listings: [GatewayListing] = []
        for gateway in rig.gateways {
            if let listing = try await rig.listing(of: gateway) { listings.append(listing) }
        }
        let database = try await rig.databaseRecord()
        var boards: [Board?] = []
        for agent in agents { boards.append(await agent.presentBoard) }
        return QuietMoment(
            database: database,
            boards: boards,
            listings: listings,
            gateways: rig.gateways.count
        )
    }
}
