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

    /// The posts, in the order in which they start; while a roll tries out a new gateway, it is the last one.
    var stages: [[ClusterPost]]

    /// How long gateways give their clients to go elsewhere.
    let drain: Duration

    /// How each post stands.
    var states: [ClusterPost: ClusterPostState]

    /// How often each post has died without serving for long in between.
    var deathsInARow: [ClusterPost: Int] = [:]

    /// How far its life has come.
    var phase = Phase.assembling

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

    /// Starts and asks the posts whose turn it is; announces the cluster once all of them serve.
    mutating func advance() -> [ClusterAction] {
        switch phase {
        case .assembling, .running: break
        case .ending, .over: return []
        }
        for stage in stages {
            let actions = stage.compactMap { push($0) }
            guard stage.allSatisfy({ states[$0]?.provenPID != nil }) else { return actions }
        }
        phase = .running
        let serving = states.compactMapValues(\.provenPID).filter { $0.key != .trialGateway }
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
        if post == .trialGateway, phase == .running { return trialEnded(end) }
        switch phase {
        case .assembling:
            return [.showLog(post)]
                + self.end(.failed("\(post) \(end) at start: the last lines of its log are above."))
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

    /// Requires all posts of later stages than that of `post` to show again that they serve.
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
}
