import ArgumentParser
import BilletsLoad

extension LoadShapeOptions {
    /// What is to be done.
    ///
    /// - Throws: a `ValidationError` if the options do not fit together, a `Complaint` if the environment makes no
    ///   sense.
    func plan(
        _ scenario: LoadScenario,
        _ targets: [LoadTarget],
        _ settings: Settings
    ) throws -> LoadPlan {
        try refuseWhatDoesNotFit(scenario)
        let isBusy = scenario == .board || scenario == .write
        let sockets = try settings.value(sockets, .sockets)?.number ?? (isBusy ? 10 : 1_000)
        let rate = try settings.value(rate, .rate)?.number ?? 20
        let ramp = try settings.value(ramp, .ramp)?.seconds ?? 0
        var plan = LoadPlan(
            scenario: scenario,
            targets: targets,
            sockets: sockets,
            senders: try senders(scenario, settings),
            window: try settings.value(window, .window)?.number ?? Self.window(scenario),
            rate: RateProfile(final: rate, rampSeconds: ramp),
            seconds: try settings.value(seconds, .seconds)?.number ?? 10
        )
        plan.connectRate = try settings.value(connectRate, .connectRate)?.number ?? plan.connectRate
        plan.threads = try settings.value(threads, .threads)?.number ?? plan.threads
        plan.descriptionBytes =
            try settings.value(descriptionBytes, .descriptionBytes)?.number ?? plan.descriptionBytes
        try Self.refuseWhatIsTooMuch(plan)
        return plan
    }

    /// The number of processes that carry out `plan`.
    ///
    /// - Throws: a `ValidationError` if they are too many, or too few for the plan.
    func processes(_ plan: LoadPlan, _ settings: Settings) throws -> Int {
        let count = try settings.value(processes, .processes)?.number ?? 1
        guard count <= LoadShare.processesMaximum else {
            throw ValidationError("--processes may be \(LoadShare.processesMaximum) at most.")
        }
        guard count <= plan.sockets + plan.senders else {
            throw ValidationError(
                "--processes may be \(plan.sockets + plan.senders) at most, one for each socket."
            )
        }
        for share in LoadShare.all(count) {
            let senders = share.range(of: plan.senders).count
            guard share.range(of: plan.sockets).count + senders <= LoadPlan.socketsMaximum else {
                throw ValidationError(
                    "A process opens at most \(LoadPlan.socketsMaximum) sockets: start more with --processes."
                )
            }
            guard senders <= LoadPlan.unansweredMaximum,
                senders * min(plan.window, LoadPlan.unansweredMaximum + 1)
                    <= LoadPlan.unansweredMaximum
            else {
                throw ValidationError(
                    "The --senders of a process times --window may be \(LoadPlan.unansweredMaximum) at most."
                )
            }
        }
        return count
    }

    private func senders(_ scenario: LoadScenario, _ settings: Settings) throws -> Int {
        let standard =
            switch scenario {
            case .idle: 0
            case .fanout, .storm: 4
            case .board: 20
            case .write: 50
            }
        guard scenario.hasSenders else { return 0 }
        return try settings.value(senders, .senders)?.number ?? standard
    }

    private static func window(_ scenario: LoadScenario) -> Int {
        switch scenario {
        case .idle, .fanout, .storm: 16
        case .board: 4
        case .write: 1
        }
    }

    private func refuseWhatDoesNotFit(_ scenario: LoadScenario) throws {
        if !scenario.hasSenders {
            for (option, isGiven) in [
                ("--senders", senders != nil), ("--window", window != nil),
                ("--description-bytes", descriptionBytes != nil),
            ] where isGiven {
                throw ValidationError(
                    "\(option) says nothing to \(scenario.rawValue): nothing is sent."
                )
            }
        }
        if !scenario.hasRate {
            for (option, isGiven) in [("--rate", rate != nil), ("--ramp", ramp != nil)]
            where isGiven {
                throw ValidationError(
                    "\(option) says nothing to \(scenario.rawValue): it is for fanout, storm and board."
                )
            }
        }
    }

    private static func refuseWhatIsTooMuch(_ plan: LoadPlan) throws {
        guard plan.sockets + plan.senders > 0 else {
            throw ValidationError("There is nothing to do without --sockets and --senders.")
        }
        guard plan.scenario != .storm || plan.sockets > 0 else {
            throw ValidationError("A storm needs --sockets that come back.")
        }
        guard plan.descriptionBytes <= LoadPlan.descriptionBytesMaximum else {
            throw ValidationError(
                "--description-bytes may be \(LoadPlan.descriptionBytesMaximum) at most."
            )
        }
    }
}
