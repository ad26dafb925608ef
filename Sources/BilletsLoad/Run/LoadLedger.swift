import BilletsWire

/// The counts of one worker, or of all workers of a test together.
///
/// A value without I/O.
struct LoadLedger: Sendable {
    /// All that was counted.
    private(set) var total = LoadTally()

    /// The results that are known only at the end.
    private(set) var remainder = LoadRemainder()

    /// Sockets that followed the board when all had connected or failed.
    private(set) var connected: Int64 = 0

    /// The time that took, in milliseconds.
    private(set) var connectMilliseconds: Int64 = 0

    private var deliveriesBefore: Int64 = 0

    /// The sockets have connected or failed.
    mutating func open(milliseconds: Int64) {
        connected = total.following
        connectMilliseconds = milliseconds
    }

    /// Starts the measured time: events that have come by now are not reported.
    mutating func begin() {
        deliveriesBefore = total.deliveries
    }

    /// Adds counts.
    mutating func add(_ tally: LoadTally) {
        total.add(tally)
    }

    /// Adds the results of the end.
    mutating func finish(_ rest: LoadRemainder) {
        remainder = rest
    }

    /// Counts sockets that failed for `reason` outside of any worker's own count.
    mutating func fail(_ sockets: Int, reason: String) {
        total.failures[reason, default: 0] += Int64(sockets)
    }

    /// Adds all that another ledger holds; the times of both are those of the slower one.
    mutating func merge(_ other: LoadLedger) {
        total.add(other.total)
        connected += other.connected
        connectMilliseconds = max(connectMilliseconds, other.connectMilliseconds)
        deliveriesBefore += other.deliveriesBefore
        let rest = other.remainder
        if remainder.test.isEmpty { remainder.test = rest.test }
        remainder.measuredMilliseconds = max(
            remainder.measuredMilliseconds,
            rest.measuredMilliseconds
        )
        remainder.isInterrupted = remainder.isInterrupted || rest.isInterrupted
        remainder.unsent += rest.unsent
        remainder.unanswered += rest.unanswered
        remainder.outstanding += rest.outstanding
        remainder.stormed += rest.stormed
        remainder.notCaughtUp += rest.notCaughtUp
        remainder.processorMilliseconds += rest.processorMilliseconds
        remainder.residentBytes += rest.residentBytes
    }

    /// Writes the counts into `report`.
    func fill(_ report: inout LoadReport) {
        report.test = remainder.test
        report.connected = connected
        report.connectSeconds = Double(connectMilliseconds) / 1_000
        report.seconds = Double(remainder.measuredMilliseconds) / 1_000
        let seconds = report.seconds > 0 ? report.seconds : .infinity
        report.isInterrupted = remainder.isInterrupted
        report.unsent = remainder.unsent
        report.unanswered = remainder.unanswered
        report.stormed = remainder.stormed
        report.notCaughtUp = remainder.notCaughtUp
        report.processorSeconds = Double(remainder.processorMilliseconds) / 1_000
        report.residentBytes = remainder.residentBytes
        report.sent = total.sent
        report.accepted = total.accepted
        report.acceptedPerSecond = Double(total.measuredAccepted) / seconds
        report.deliveries = total.deliveries - deliveriesBefore
        report.deliveriesPerSecond = Double(total.measuredDeliveries) / seconds
        report.bytesPerSecond = Double(total.measuredBytes) / seconds
        report.lost = total.lost + remainder.outstanding
        report.repeated = total.repeated
        report.outOfOrder = total.outOfOrder
        report.snapshots = total.snapshots
        report.retries = total.retries
        report.rejected = total.rejected
        report.closes = total.closes
        report.failures = total.failures
        report.latency = LoadReport.Latency(total.latency)
        report.answers = LoadReport.Latency(total.answers)
        report.connects = LoadReport.Latency(total.connects)
        report.catchUps = LoadReport.Latency(total.catchUps)
        report.rounds = LoadReport.Latency(total.rounds)
        report.roundsGivenUp = total.roundsGivenUp
        report.foreignChanges = total.foreign
    }
}

extension LoadReport.Latency {
    /// The percentiles of `record`.
    init(_ record: LatencyRecord) {
        self.init()
        guard record.count > 0 else { return }
        count = record.count
        mean = record.mean
        p50 = record.percentile(50)
        p90 = record.percentile(90)
        p99 = record.percentile(99)
        p999 = record.percentile(99.9)
        max = record.maximum
        curve = record.curve
    }
}
