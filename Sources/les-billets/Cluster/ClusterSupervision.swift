import Billets

/// Decides what becomes of the processes of a cluster: who is started when, who is started again and
/// after which pause, when all are ready, and in which order they end.
///
/// It has no I/O. Posts stand in stages: a stage is started when all posts before it serve, and when
/// one of them dies, those behind it must show again that they serve before the cluster counts as
/// ready. Times are durations since any fixed moment.
struct ClusterSupervision: Sendable {
    /// How long everything may take to become ready for the first time.
    static let assemblyMaximum: Duration = .seconds(90)

    /// How long to wait between two readiness questions to a post.
    static let questionInterval: Duration = .milliseconds(50)

    /// The pause before a post is started again after its first death.
    static let pauseMinimum: Duration = .milliseconds(100)

    /// The longest pause; each death in a row doubles the pause up to it.
    static let pauseMaximum: Duration = .seconds(5)

    /// A process that served for so long had no trouble starting: its death is a first one.
    static let soundServiceMinimum: Duration = .seconds(10)

    /// How far the cluster's life has come.
    enum Phase: Hashable {
        /// Not everything has been ready yet.
        case assembling

        /// Everything has been ready.
        case running

        /// It is on its way out.
        case ending(ClusterFarewell)

        /// Its last process has ended.
        case over
    }

    /// The posts, in the order in which they start.
    let stages: [[ClusterPost]]

    /// How long gateways give their clients to go elsewhere.
    let drain: Duration

    /// How each post stands.
    var states: [ClusterPost: ClusterPostState]

    /// How often each post has died without serving for long in between.
    var deathsInARow: [ClusterPost: Int] = [:]

    /// How far its life has come.
    private(set) var phase = Phase.assembling

    /// The restart of all gateways that goes on, if one does.
    var roll: ClusterRoll?

    /// The number of the last step of any roll.
    var lastRollNumber = 0

    private var announced: [ClusterPost: Int32] = [:]
    private var lastQuestion = 0

    /// A cluster that has not begun yet, of the posts that `stages` names in order; its gateways give their clients
    /// `drain` to go elsewhere.
    init(stages: [[ClusterPost]], drain: Duration) {
        self.stages = stages
        self.drain = drain
        states = Dictionary(uniqueKeysWithValues: stages.joined().map { ($0, .absent) })
    }

    /// Begins: what is to be done first.
    mutating func begin() -> [ClusterAction] {
        advance() + [.schedule(.assemblyOverdue, after: Self.assemblyMaximum)]
    }

    /// Takes in that `event` happened at the moment `now`: what is to be done about it.
    mutating func handle(_ event: ClusterEvent, at now: Duration) -> [ClusterAction] {
        switch event {
        case .started(let post, let pid):
            states[post] = .unproven(pid: pid, question: nil)
            return advance()
        case .answered(let post, let question, let isReady):
            return answered(post, question: question, isReady: isReady, at: now)
        case .ended(let post, let end):
            return ended(post, end, at: now)
        case .pauseOver(let post):
            return pauseOver(post)
        case .assemblyOverdue:
            return assemblyOverdue()
        case .stopAsked:
            return stopAsked()
        case .patienceOver(let step):
            return patienceOver(step)
        case .rollAsked:
            return rollAsked()
        case .rollGoesOn(let number):
            return rollGoesOn(number)
        case .rollOverdue(let number):
            return rollOverdue(number)
        }
    }

    // MARK: Starting

    private mutating func advance() -> [ClusterAction] {
        switch phase {
        case .assembling, .running: break
        case .ending, .over: return []
        }
        for stage in stages {
            let actions = stage.compactMap { push($0) }
            guard stage.allSatisfy({ states[$0]?.provenPID != nil }) else { return actions }
        }
        phase = .running
        let serving = states.compactMapValues(\.provenPID)
        guard serving != announced else { return rollSeesAllReady() }
        announced = serving
        return [.announce(serving)] + rollSeesAllReady()
    }

    private mutating func push(_ post: ClusterPost) -> ClusterAction? {
        switch states[post] {
        case .absent:
            states[post] = .launched
            return .launch(post)
        case .unproven(let pid, nil):
            return ask(post, pid: pid, after: .zero)
        case .launched, .unproven, .proven, .pausing, .gone, nil:
            return nil
        }
    }

    private mutating func ask(
        _ post: ClusterPost,
        pid: Int32,
        after pause: Duration
    ) -> ClusterAction {
        lastQuestion += 1
        states[post] = .unproven(pid: pid, question: lastQuestion)
        return .ask(post, question: lastQuestion, after: pause)
    }

    private mutating func answered(
        _ post: ClusterPost,
        question: Int,
        isReady: Bool,
        at now: Duration
    ) -> [ClusterAction] {
        guard case .unproven(let pid, question) = states[post] else { return [] }
        guard isReady else { return [ask(post, pid: pid, after: Self.questionInterval)] }
        states[post] = .proven(pid: pid, since: now)
        return advance()
    }

    private mutating func assemblyOverdue() -> [ClusterAction] {
        guard phase == .assembling else { return [] }
        let late = stages.joined().filter { states[$0]?.provenPID == nil && states[$0] != .absent }
        let names = late.map(\.description).joined(separator: ", ")
        return late.map { .showLog($0) }
            + end(
                .failed(
                    """
                    The cluster did not become ready within \
                    \(Self.assemblyMaximum.components.seconds) s, because of \(names): \
                    see the lines above, and the log folder.
                    """
                )
            )
    }

    // MARK: Dying

    private mutating func ended(
        _ post: ClusterPost,
        _ end: ProcessEnd,
        at now: Duration
    ) -> [ClusterAction] {
        let before = states[post]
        states[post] = .gone
        switch phase {
        case .assembling:
            return [.showLog(post)]
                + self.end(.failed("\(post) \(end) at start: its last lines above say why."))
        case .running:
            let roll = rollEnded(post, end)
            if let roll, self.roll != nil { return roll }
            if case .proven(_, let since) = before, now - since >= Self.soundServiceMinimum {
                deathsInARow[post] = 0
            }
            let deaths = deathsInARow[post, default: 0] + 1
            deathsInARow[post] = deaths
            states[post] = .pausing
            doubt(everybodyBehind: post)
            let pause = Self.pause(deathsInARow: deaths)
            return (roll ?? []) + [
                .say("\(post) \(end); it is started again in \(pause.wholeMilliseconds) ms."),
                .schedule(.pauseOver(post), after: pause),
            ]
        case .ending(let farewell):
            return proceed(farewell)
        case .over:
            return []
        }
    }

    /// The pause after so many deaths in a row.
    static func pause(deathsInARow deaths: Int) -> Duration {
        let doublings = min(max(deaths - 1, 0), 16)
        return min(pauseMinimum * (1 << doublings), pauseMaximum)
    }

    /// Whoever stands behind `post` must show anew that he serves.
    mutating func doubt(everybodyBehind post: ClusterPost) {
        guard let stage = stages.firstIndex(where: { $0.contains(post) }) else { return }
        for other in stages[(stage + 1)...].joined() {
            switch states[other] {
            case .unproven(let pid, _), .proven(let pid, _):
                states[other] = .unproven(pid: pid, question: nil)
            case .absent, .launched, .pausing, .gone, nil:
                break
            }
        }
    }

    private mutating func pauseOver(_ post: ClusterPost) -> [ClusterAction] {
        guard phase == .running, states[post] == .pausing else { return [] }
        states[post] = .launched
        return [.launch(post)]
    }

    // MARK: Ending

    private mutating func stopAsked() -> [ClusterAction] {
        switch phase {
        case .assembling, .running:
            return [.say("Ending the cluster; once more ends it at once.")] + end(.stopped)
        case .ending(var farewell):
            guard farewell.step != nil else { return [] }
            farewell.step = nil
            phase = .ending(farewell)
            return living(where: { _ in true }).map { .signal($0, .kill) }
        case .over:
            return []
        }
    }

    private mutating func end(_ outcome: ClusterOutcome) -> [ClusterAction] {
        let stopped = stopRoll("The cluster ends.")
        let closing: [ClusterAction] =
            states[.balancer]?.isAlive == true ? [.signal(.balancer, .closeDoors)] : []
        return stopped + closing
            + enter(.gateways, of: ClusterFarewell(outcome: outcome, step: .gateways))
    }

    private mutating func enter(
        _ step: ClusterFarewell.Step,
        of farewell: ClusterFarewell
    ) -> [ClusterAction] {
        var farewell = farewell
        farewell.step = step
        phase = .ending(farewell)
        let living = living(where: step.concerns)
        guard !living.isEmpty else { return proceed(farewell) }
        return living.map { .signal($0, .end) }
            + [.schedule(.patienceOver(step), after: step.patience(drain: drain))]
    }

    private mutating func proceed(_ farewell: ClusterFarewell) -> [ClusterAction] {
        guard let step = farewell.step else {
            guard living(where: { _ in true }).isEmpty else { return [] }
            return finish(farewell.outcome)
        }
        guard living(where: step.concerns).isEmpty else { return [] }
        guard let next = step.next else { return finish(farewell.outcome) }
        return enter(next, of: farewell)
    }

    private mutating func finish(_ outcome: ClusterOutcome) -> [ClusterAction] {
        phase = .over
        return [.finish(outcome)]
    }

    private func patienceOver(_ step: ClusterFarewell.Step) -> [ClusterAction] {
        guard case .ending(let farewell) = phase, farewell.step == step else { return [] }
        let seconds = step.patience(drain: drain).components.seconds
        return living(where: step.concerns).flatMap { post -> [ClusterAction] in
            [
                .say("\(post) does not end within \(seconds) s: killed."),
                .signal(post, .kill),
            ]
        }
    }

    private func living(where condition: (ClusterPost) -> Bool) -> [ClusterPost] {
        stages.joined().filter { states[$0]?.isAlive == true && condition($0) }
    }
}
