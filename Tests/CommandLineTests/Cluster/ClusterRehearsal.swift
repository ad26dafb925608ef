@testable import les_billets

/// A cluster without processes: events go in, actions are kept.
struct ClusterRehearsal {
    /// A signal to a post.
    struct Sent: Hashable {
        let post: ClusterPost
        let signal: ProcessSignal

        init(_ post: ClusterPost, _ signal: ProcessSignal) {
            self.post = post
            self.signal = signal
        }
    }

    /// How long its gateways give their clients to go.
    static let drain: Duration = .seconds(7)

    /// The present moment.
    var now: Duration = .zero

    /// The present process of each post.
    private(set) var pids: [ClusterPost: Int32] = [:]

    /// What was launched, in order.
    private(set) var launched: [ClusterPost] = []

    /// What was announced, in order.
    private(set) var announcements: [[ClusterPost: Int32]] = []

    private var supervision: ClusterSupervision
    private var questions: [ClusterPost: Int] = [:]
    private var lastPID: Int32 = 100

    /// A cluster that has just begun.
    init(gateways: Int, storeMode: ClusterStoreMode) {
        supervision = ClusterSupervision(
            stages: ClusterPlan.stages(gateways: gateways, storeMode: storeMode),
            drain: Self.drain
        )
        keep(supervision.begin())
    }

    /// A cluster that has been announced.
    static func ready(gateways: Int, storeMode: ClusterStoreMode = .shared) -> Self {
        var cluster = Self(gateways: gateways, storeMode: storeMode)
        let posts = ClusterPlan.stages(gateways: gateways, storeMode: storeMode).joined()
        for post in posts { cluster.serve(post) }
        return cluster
    }

    /// Lets something happen.
    @discardableResult
    mutating func happen(_ event: ClusterEvent) -> [ClusterAction] {
        let actions = supervision.handle(event, at: now)
        keep(actions)
        return actions
    }

    /// Lets the process of a post begin, if none runs, and say that it serves.
    mutating func serve(_ post: ClusterPost) {
        if questions[post] == nil { start(post) }
        answer(post)
    }

    /// Lets the next process of a post begin, and say that it serves.
    @discardableResult
    mutating func serveAgain(_ post: ClusterPost) -> [ClusterAction] {
        start(post)
        return answer(post)
    }

    /// Lets the process of a post begin.
    mutating func start(_ post: ClusterPost) {
        lastPID += 1
        pids[post] = lastPID
        happen(.started(post, pid: lastPID))
    }

    /// Lets a post say that it serves.
    @discardableResult
    mutating func answer(_ post: ClusterPost) -> [ClusterAction] {
        let question = question(of: post)
        questions[post] = nil
        return happen(.answered(post, question: question, isReady: true))
    }

    /// Lets the trial gateway of a roll begin, be ready and end.
    ///
    /// - Returns: the actions that its end causes.
    @discardableResult
    mutating func succeedInTrial() -> [ClusterAction] {
        confirm(serveAgain(.trialGateway))
        return happen(.ended(.trialGateway, .exited(0)))
    }

    /// Lets a roll ask all processes again, and all of them be ready.
    ///
    /// - Parameter proving: the actions that the readiness of the trial gateway caused.
    /// - Returns: the actions that follow from the last answer.
    @discardableResult
    mutating func confirm(_ proving: [ClusterAction]) -> [ClusterAction] {
        guard case .schedule(let goesOn, _) = proving.last else { return [] }
        happen(goesOn)
        var actions: [ClusterAction] = []
        // Each stage is asked when the one before it has answered.
        while let post = questions.keys.first { actions = answer(post) }
        return actions
    }

    /// The question that a post was asked last.
    func question(of post: ClusterPost) -> Int {
        questions[post] ?? 0
    }

    private mutating func keep(_ actions: [ClusterAction]) {
        for action in actions {
            switch action {
            case .launch(let post): launched.append(post)
            case .ask(let post, let question, _): questions[post] = question
            case .announce(let pids): announcements.append(pids)
            case .schedule, .signal, .say, .reportRoll, .showLog, .finish: break
            }
        }
    }
}

extension ClusterRehearsal {
    /// Ends a post, starts it again, and lets it and the balancer be ready.
    mutating func restart(_ post: ClusterPost) -> [ClusterAction] {
        happen(.ended(post, .exited(0)))
        start(post)
        answer(post)
        return answer(.balancer)
    }
}

extension ClusterAction {
    /// The signal that it sends, if it sends one.
    var signal: ClusterRehearsal.Sent? {
        guard case .signal(let post, let signal) = self else { return nil }
        return ClusterRehearsal.Sent(post, signal)
    }

    /// The event that it lets happen later, if there is one.
    var scheduled: ClusterEvent? {
        guard case .schedule(let event, _) = self else { return nil }
        return event
    }

    /// The post that it asks, if it asks one.
    var askedPost: ClusterPost? {
        guard case .ask(let post, _, _) = self else { return nil }
        return post
    }
}
