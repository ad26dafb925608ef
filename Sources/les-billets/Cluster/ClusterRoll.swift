/// The restart of all gateways of a cluster, one after the other.
struct ClusterRoll: Hashable, Sendable {
    /// How far it is with the present gateway.
    enum Step: Hashable, Sendable {
        /// It lets its clients go, and ends.
        case ending

        /// Its successor starts, and becomes ready.
        case returning

        /// Its successor serves, and the balancer finds that out.
        case settling
    }

    /// How long a successor, and everybody behind it, may take to become ready.
    static let returnMaximum: Duration = .seconds(60)

    /// How long the balancer may take to see that a gateway is ready: two of its checks.
    static let settlement = HAProxyConfiguration.checkInterval * 2

    /// The gateway whose turn it is.
    private(set) var post: ClusterPost

    /// How far it is with that one.
    private(set) var step = Step.ending

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
        enter(.ending, number: number)
        return true
    }
}
