import BilletsWire

/// What a load test has counted so far, put together to a report.
///
/// A value without I/O.
struct LoadLedger: Sendable {
    /// All that was counted.
    private(set) var total = LoadTally()

    private var slices: [LoadReport.Slice] = []
    private var deliveriesBefore: Int64 = 0

    /// The most slices that are kept.
    static let slicesMaximum = 10_000

    /// The measured time begins: events that have come by now are not reported.
    mutating func begin() {
        deliveriesBefore = total.deliveries
    }

    /// Takes in what was counted since the last time.
    mutating func add(_ tally: LoadTally) {
        total.add(tally)
    }

    /// Takes in what was counted in the part of the measured time that ended at `second` and took `elapsed` seconds.
    mutating func add(_ tally: LoadTally, second: Double, elapsed: Double) {
        total.add(tally)
        guard slices.count < Self.slicesMaximum, elapsed > 0 else { return }
        slices.append(
            LoadReport.Slice(
                second: second,
                deliveriesPerSecond: Double(tally.deliveries) / elapsed,
                acceptedPerSecond: Double(tally.accepted) / elapsed,
                p50: tally.latency.percentile(50),
                p99: tally.latency.percentile(99),
                max: tally.latency.maximum
            )
        )
    }

    /// Writes what was counted into `report`, whose `seconds` are known.
    func fill(_ report: inout LoadReport) {
        let seconds = report.seconds > 0 ? report.seconds : .infinity
        report.sent = total.sent
        report.accepted = total.accepted
        report.acceptedPerSecond = Double(total.measuredAccepted) / seconds
        report.deliveries = total.deliveries - deliveriesBefore
        report.deliveriesPerSecond = Double(total.measuredDeliveries) / seconds
        report.bytesPerSecond = Double(total.measuredBytes) / seconds
        report.lost += total.lost
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
        report.slices = slices
    }
}

extension LoadReport.Latency {
    /// What `record` holds.
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
