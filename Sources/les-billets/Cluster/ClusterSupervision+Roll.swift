/// A restart of all gateways, one after the other, each while all others serve.
extension ClusterSupervision {
    /// Begins to restart all gateways, one after the other.
    mutating func rollAsked() -> [ClusterAction] {
        guard roll == nil else {
            return [
                .reportRoll(.progress("The gateways are being restarted already; that goes on."))
            ]
        }
        guard phase == .running, isWhole, states[.trialGateway] == nil,
            let roll = ClusterRoll(of: gateways, number: nextRollNumber())
        else {
            return [
                .reportRoll(
                    .stopped(
                        "No gateway is restarted, because not all processes are ready: try again when they are."
                    )
                )
            ]
        }
        self.roll = roll
        let begun =
            roll.count == 1
            ? "1 gateway is restarted."
            : "\(roll.count) gateways are restarted, one after the other."
        return [.reportRoll(.begun(begun))] + tryOut(roll)
    }

    /// Takes in that the trial gateway has ended.
    mutating func trialEnded(_ end: ProcessEnd) -> [ClusterAction] {
        removeTrial()
        guard var roll, roll.hasTrial else { return advance() }
        guard roll.step == .endingTrial else {
            return [.showLog(.trialGateway)]
                + stopRoll(
                    "A new gateway cannot start: the trial gateway \(end); \(reason(.trialGateway))"
                )
                + advance()
        }
        // Another process has died meanwhile, so that no gateway can be spared yet.
        guard isWhole else { return tryOut(roll) + advance() }
        roll.enter(.ending, number: nextRollNumber())
        self.roll = roll
        return [
            .reportRoll(
                .progress(
                    "A new gateway can start. \(roll.post) sends its clients to other gateways, and ends "
                        + "(\(roll.doneCount + 1) of \(roll.count))."
                )
            ),
            .signal(roll.post, .end),
            .schedule(
                .rollOverdue(roll.number),
                after: ClusterFarewell.Step.gateways.patience(drain: drain)
            ),
        ]
    }

    /// Takes in that the process of a post has ended; nil if the roll has nothing to do with it.
    mutating func rollEnded(_ post: ClusterPost, _ end: ProcessEnd) -> [ClusterAction]? {
        guard var roll, roll.post == post else { return nil }
        switch roll.step {
        case .trying, .proving, .confirming, .endingTrial:
            return nil
        case .ending:
            roll.enter(.returning, number: nextRollNumber())
            self.roll = roll
            states[post] = .launched
            deathsInARow[post] = 0
            doubt(everybodyBehind: post)
            return [
                .reportRoll(.progress("\(post) \(end); its successor starts.")), .launch(post),
                .schedule(.rollOverdue(roll.number), after: ClusterRoll.returnMaximum),
            ]
        case .returning, .settling:
            return [.showLog(post)]
                + stopRoll(
                    "\(post) \(end) before it was ready; \(reason(post))"
                )
        }
    }

    /// Takes in that all processes are ready.
    mutating func rollSeesAllReady() -> [ClusterAction] {
        guard var roll else { return [] }
        switch roll.step {
        case .trying:
            // The trial gateway is in the last stage: it is ready, too.
            guard states[.trialGateway]?.provenPID != nil else { return [] }
            roll.enter(.proving, number: nextRollNumber())
            self.roll = roll
            return [.schedule(.rollGoesOn(roll.number), after: ClusterRoll.proof)]
        case .confirming:
            roll.enter(.endingTrial, number: nextRollNumber())
            self.roll = roll
            return [
                .signal(.trialGateway, .end),
                .schedule(
                    .rollOverdue(roll.number),
                    after: ClusterFarewell.Step.gateways.patience(drain: drain)
                ),
            ]
        case .returning:
            roll.enter(.settling, number: nextRollNumber())
            self.roll = roll
            return [.schedule(.rollGoesOn(roll.number), after: ClusterRoll.settlement)]
        case .proving, .endingTrial, .ending, .settling:
            return []
        }
    }

    /// Goes on after a wait.
    mutating func rollGoesOn(_ number: Int) -> [ClusterAction] {
        guard let roll, roll.number == number else { return [] }
        return switch roll.step {
        case .proving: confirm(roll)
        case .settling: finishPresent(roll)
        case .trying, .confirming, .endingTrial, .ending, .returning: []
        }
    }

    /// Asks all processes again whether they are ready: some may have become unready since they said so.
    private mutating func confirm(_ roll: ClusterRoll) -> [ClusterAction] {
        var roll = roll
        roll.enter(.confirming, number: nextRollNumber())
        self.roll = roll
        if let first = stages.first?.first { doubt(everybodyBehind: first) }
        return advance() + [
            .schedule(.rollOverdue(roll.number), after: ClusterRoll.confirmationMaximum)
        ]
    }

    /// Goes on with the next gateway, now that the balancer has had time to find the present one.
    private mutating func finishPresent(_ roll: ClusterRoll) -> [ClusterAction] {
        var roll = roll
        guard isWhole else {
            // Another process has died meanwhile: the next gateway must wait for it.
            roll.enter(.returning, number: nextRollNumber())
            self.roll = roll
            return [.schedule(.rollOverdue(roll.number), after: ClusterRoll.returnMaximum)]
        }
        let (post, isDone) = (roll.post, !roll.next(number: nextRollNumber()))
        guard isDone else {
            self.roll = roll
            return [.reportRoll(.progress("\(post) is ready again."))] + tryOut(roll)
        }
        self.roll = nil
        let all = roll.count == 1 ? "The gateway was" : "All \(roll.count) gateways were"
        return [
            .reportRoll(.progress("\(post) is ready again.")),
            .reportRoll(.done("\(all) restarted, and everything is ready.")),
        ]
    }

    /// Ends a step that has had all the time it gets.
    mutating func rollOverdue(_ number: Int) -> [ClusterAction] {
        guard let roll, roll.number == number else { return [] }
        let seconds = ClusterRoll.returnMaximum.components.seconds
        switch roll.step {
        case .trying:
            return [.showLog(.trialGateway)]
                + stopRoll(
                    "A new gateway was not ready within \(seconds) s; \(reason(.trialGateway))"
                )
        case .confirming:
            // Later stages were not asked.
            let stage = stages.first { !$0.allSatisfy { states[$0]?.provenPID != nil } } ?? []
            let late = stage.filter { states[$0]?.provenPID == nil }
            let names = late.map(\.description).joined(separator: ", ")
            return stopRoll(
                "Not all processes are ready (\(names)): see their logs, and what GET /readyz answers."
            )
        case .endingTrial:
            return [.signal(.trialGateway, .kill)]
        case .ending:
            return [
                .reportRoll(.progress("\(roll.post) has not ended in time and is killed.")),
                .signal(roll.post, .kill),
            ]
        case .returning:
            return [.showLog(roll.post)]
                + stopRoll(
                    "Not all processes were ready within \(seconds) s of the restart of \(roll.post)."
                )
        case .proving, .settling:
            return []
        }
    }

    /// Ends the roll before all gateways were restarted.
    mutating func stopRoll(_ reason: String) -> [ClusterAction] {
        guard let roll else { return [] }
        self.roll = nil
        var actions: [ClusterAction] = []
        switch states[.trialGateway] {
        case nil: break
        case .absent: removeTrial()
        default: actions = [.signal(.trialGateway, .kill)]
        }
        return actions + [.reportRoll(.stopped(reason + rest(of: roll)))]
    }

    /// The end of a sentence about a post that did not become ready; scripts do not show its log, as the cluster does.
    private func reason(_ post: ClusterPost) -> String {
        "logs/\(post).log says why."
    }

    private func rest(of roll: ClusterRoll) -> String {
        let rest = roll.count - roll.doneCount - (roll.hasTrial ? 0 : 1)
        return switch rest {
        case 0: roll.count == 1 ? "" : " All other gateways were restarted."
        case roll.count: " No gateway was ended."
        case 1: " 1 gateway was not restarted."
        default: " \(rest) gateways were not restarted."
        }
    }

    /// Starts the trial gateway, once everything else is ready.
    private mutating func tryOut(_ roll: ClusterRoll) -> [ClusterAction] {
        var roll = roll
        roll.enter(.trying, number: nextRollNumber())
        self.roll = roll
        states[.trialGateway] = .absent
        stages.append([.trialGateway])
        return advance() + [.schedule(.rollOverdue(roll.number), after: ClusterRoll.returnMaximum)]
    }

    private mutating func removeTrial() {
        states[.trialGateway] = nil
        stages.removeAll { $0 == [.trialGateway] }
    }

    private var gateways: [ClusterPost] {
        stages.joined().filter { if case .gateway = $0 { true } else { false } }
    }

    private var isWhole: Bool {
        stages.joined().allSatisfy { states[$0]?.provenPID != nil }
    }

    private mutating func nextRollNumber() -> Int {
        lastRollNumber += 1
        return lastRollNumber
    }
}
