/// Rolling: every gateway is restarted in its turn, and only while all others serve.
extension ClusterSupervision {
    /// Somebody wants all gateways to be restarted, one after the other.
    mutating func rollAsked() -> [ClusterAction] {
        guard roll == nil else {
            return [.say("The gateways are being restarted already: that goes on as it is.")]
        }
        guard phase == .running, isWhole,
            let roll = ClusterRoll(of: gateways, number: nextRollNumber())
        else {
            return [
                .reportRoll(
                    .stopped(
                        "Not everything is ready, so that no gateway can be spared: try again when it is."
                    )
                )
            ]
        }
        self.roll = roll
        let count = roll.count == 1 ? "1 gateway is" : "\(roll.count) gateways are"
        return [.reportRoll(.begun("\(count) restarted, one after the other."))] + endPresent(roll)
    }

    /// The gateway whose turn it is has ended, or another process has: what the roll makes of it; nil if that is none
    /// of its business.
    mutating func rollEnded(_ post: ClusterPost, _ end: ProcessEnd) -> [ClusterAction]? {
        guard var roll, roll.post == post else { return nil }
        switch roll.step {
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
                + stopRoll("\(post) \(end) instead of serving again: its last lines above say why.")
        }
    }

    /// Everything is ready.
    mutating func rollSeesAllReady() -> [ClusterAction] {
        guard var roll, roll.step == .returning else { return [] }
        roll.enter(.settling, number: nextRollNumber())
        self.roll = roll
        return [.schedule(.rollGoesOn(roll.number), after: ClusterRoll.settlement)]
    }

    /// The balancer has had its time.
    mutating func rollGoesOn(_ number: Int) -> [ClusterAction] {
        guard var roll, roll.number == number, roll.step == .settling else { return [] }
        guard isWhole else {
            // Somebody else has died meanwhile: the next gateway must wait for him.
            roll.enter(.returning, number: nextRollNumber())
            self.roll = roll
            return [.schedule(.rollOverdue(roll.number), after: ClusterRoll.returnMaximum)]
        }
        let (post, isDone) = (roll.post, !roll.next(number: nextRollNumber()))
        guard isDone else {
            self.roll = roll
            return [.reportRoll(.progress("\(post) is ready again."))] + endPresent(roll)
        }
        self.roll = nil
        let all = roll.count == 1 ? "The gateway was" : "All \(roll.count) gateways were"
        return [
            .reportRoll(.progress("\(post) is ready again.")),
            .reportRoll(.done("\(all) restarted, and everything is ready.")),
        ]
    }

    /// A step has had all the time it gets.
    mutating func rollOverdue(_ number: Int) -> [ClusterAction] {
        guard let roll, roll.number == number else { return [] }
        switch roll.step {
        case .ending:
            return [
                .reportRoll(.progress("\(roll.post) does not end in time: killed.")),
                .signal(roll.post, .kill),
            ]
        case .returning:
            let seconds = ClusterRoll.returnMaximum.components.seconds
            return [.showLog(roll.post)]
                + stopRoll(
                    "Not everything was ready within \(seconds) s of the restart of \(roll.post)."
                )
        case .settling:
            return []
        }
    }

    /// Ends the roll before its end.
    mutating func stopRoll(_ reason: String) -> [ClusterAction] {
        guard let roll else { return [] }
        self.roll = nil
        let rest = roll.count - roll.doneCount - 1
        let others =
            switch rest {
            case 0: ""
            case 1: " The last gateway was not restarted."
            default: " The other \(rest) gateways were not restarted."
            }
        return [.reportRoll(.stopped(reason + others))]
    }

    private func endPresent(_ roll: ClusterRoll) -> [ClusterAction] {
        let patience = ClusterFarewell.Step.gateways.patience(drain: drain)
        return [
            .reportRoll(
                .progress(
                    "\(roll.post) lets its clients go (\(roll.doneCount + 1) of \(roll.count))."
                )
            ),
            .signal(roll.post, .end), .schedule(.rollOverdue(roll.number), after: patience),
        ]
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
