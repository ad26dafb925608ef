/// What was counted, on one event loop or in all: since the last harvest, or over a whole run.
public struct LoadTally: Sendable {
    /// From when a change was due until a socket had its event.
    public var latency = LatencyRecord()

    /// From when a command was due until its answer.
    public var answers = LatencyRecord()

    /// From opening a socket until it followed the board.
    public var connects = LatencyRecord()

    /// From when a storm's sockets vanished until one of them had seen all it had missed.
    public var catchUps = LatencyRecord()

    /// From when a round at the board was due until it was over.
    public var rounds = LatencyRecord()

    /// Events that sockets got.
    public var deliveries: Int64 = 0

    /// Those of them that came within the measured time.
    public var measuredDeliveries: Int64 = 0

    /// Bytes that sockets got within the measured time.
    public var measuredBytes: Int64 = 0

    /// Commands that were sent within the measured time.
    public var sent: Int64 = 0

    /// Commands that were carried out.
    public var accepted: Int64 = 0

    /// Those of them whose answer came within the measured time.
    public var measuredAccepted: Int64 = 0

    /// Events that sockets ought to have got and did not; of a slice it may be negative, for what came late.
    public var lost: Int64 = 0

    /// Events that a socket got again.
    public var repeated: Int64 = 0

    /// Events that came behind a later one.
    public var outOfOrder: Int64 = 0

    /// Whole boards that sockets got in place of the events they had missed.
    public var snapshots: Int64 = 0

    /// Rounds at the board that ended without a change.
    public var roundsGivenUp: Int64 = 0

    /// How often sockets of a storm were refused and tried again.
    public var retries: Int64 = 0

    /// Sockets that follow the board: came in, less those that went.
    public var following: Int64 = 0

    /// Changes of other load tests, which are not measured.
    public var foreign: Int64 = 0

    /// Commands that changed nothing, by their codes.
    public var rejected: [String: Int64] = [:]

    /// Sockets that were open and are not any more, by close codes.
    public var closes: [String: Int64] = [:]

    /// Sockets that did not get in, by reasons.
    public var failures: [String: Int64] = [:]

    /// Nothing yet.
    public init() {}

    /// Adds what another tally counted.
    public mutating func add(_ other: LoadTally) {
        latency.add(other.latency)
        answers.add(other.answers)
        connects.add(other.connects)
        catchUps.add(other.catchUps)
        rounds.add(other.rounds)
        deliveries += other.deliveries
        measuredDeliveries += other.measuredDeliveries
        measuredBytes += other.measuredBytes
        sent += other.sent
        accepted += other.accepted
        measuredAccepted += other.measuredAccepted
        lost += other.lost
        repeated += other.repeated
        outOfOrder += other.outOfOrder
        snapshots += other.snapshots
        roundsGivenUp += other.roundsGivenUp
        retries += other.retries
        following += other.following
        foreign += other.foreign
        rejected.merge(other.rejected) { $0 + $1 }
        closes.merge(other.closes) { $0 + $1 }
        failures.merge(other.failures) { $0 + $1 }
    }

    /// Counts what a socket's checker said of an event.
    public mutating func count(_ step: StreamChecker.Step) {
        deliveries += 1
        switch step {
        case .next: break
        case .gap(let missing): lost += missing
        case .late:
            lost -= 1
            outOfOrder += 1
        case .repeated, .unasked: repeated += 1
        }
    }
}
