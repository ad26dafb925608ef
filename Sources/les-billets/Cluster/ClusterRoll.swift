/// The restart of all gateways of a cluster, one after the other.
struct ClusterRoll: Hashable, Sendable {
    /// The progress with the present gateway.
    enum Step: Hashable, Sendable {
        /// The trial gateway starts, and becomes ready.
        case trying

        /// The trial gateway has been ready, and has time to write to the store.
        case proving

        /// All processes are asked again whether they are ready, the trial gateway among them.
        case confirming

        /// The trial gateway ends.
        case endingTrial

        /// The present gateway sends its clients to other gateways, and ends.
        case ending

        /// Its successor starts, and becomes ready.
        case returning

        /// Its successor serves, and the balancer notices that.
        case settling
    }

    /// The time limit for a new gateway, and for the processes of later stages, to become ready.
    static let returnMaximum: Duration = .seconds(60)

    /// The time between two readiness questions to the trial gateway: a gateway writes to the store within a second, and
    /// finds out then whether it can be written.
    static let proof: Duration = .seconds(2)

    /// The time limit for all processes to confirm that they are ready.
    static let confirmationMaximum: Duration = .seconds(20)

    /// How long the balancer may take to see that a gateway is ready: two of its checks.
    static let settlement = HAProxyConfiguration.checkInterval * 2

    /// The gateway whose turn it is.
    private(set) var post: ClusterPost

    /// How far it is with that one.
    private(set) var step = Step.trying

    /// The number of this step, which no other has: so that a timer of an earlier one changes nothing.
    private(set) var number: Int

    /// How many gateways there are.
    let count: Int

    /// How many have been restarted.
    private(set) var doneCount = 0

    private var waiting: ArraySlice<ClusterPost>

    /// The roll of these gateways, whose first step has this number; nil if there are none.
    init?(of gateways: [ClusterPost], number: Int) {
        guard let first = gateways.first else { return nil }
        post = first
        count = gateways.count
        waiting = gateways.dropFirst()
        self.number = number
    }

    /// True if the trial gateway has not ended yet, so that the present gateway is as it was.
    var hasTrial: Bool {
        switch step {
        case .trying, .proving, .confirming, .endingTrial: true
        case .ending, .returning, .settling: false
        }
    }

    /// Comes to another step with the present gateway.
    mutating func enter(_ step: Step, number: Int) {
        self.step = step
        self.number = number
    }

    /// The present gateway is done; comes to the next one.
    ///
    /// - Returns: false if there is none.
    mutating func next(number: Int) -> Bool {
        doneCount += 1
        guard let next = waiting.popFirst() else { return false }
        post = next
        enter(.trying, number: number)
        return true
    }
}
