import BilletsWire

/// The state of a worker as the coordinator of the test sees it.
struct LoadWorkerState: Sendable {
    /// The number of its sockets that only follow.
    let sockets: Int

    /// The number of its senders.
    let senders: Int

    /// Its counts.
    var ledger = LoadLedger()

    /// True if it has finished the present step.
    var hasArrived = false

    /// Events a second in its latest harvest.
    private(set) var deliveriesPerSecond = 0.0

    /// Accepted commands a second in its latest harvest.
    private(set) var acceptedPerSecond = 0.0

    /// The 99th percentile of the latencies of its latest harvest, in milliseconds.
    private(set) var p99 = 0.0

    /// The reason why it is gone; nil: it is not.
    private(set) var loss: String?

    /// A worker that has not reported yet.
    init(sockets: Int, senders: Int) {
        self.sockets = sockets
        self.senders = senders
    }

    /// Adds a harvest.
    mutating func count(_ harvest: LoadHarvest, _ tally: LoadTally) {
        let seconds = max(Double(harvest.elapsedMilliseconds) / 1_000, 1e-3)
        deliveriesPerSecond = Double(tally.deliveries) / seconds
        acceptedPerSecond = Double(tally.accepted) / seconds
        p99 = tally.latency.percentile(99)
        ledger.add(tally)
    }

    /// The worker, the test's `number`th, is gone: its sockets that had not failed yet fail now.
    mutating func lose(_ reason: String, number: Int) {
        loss = reason
        let gone =
            ledger.total.failures.values.reduce(0, +) + ledger.total.closes.values.reduce(0, +)
        let left = sockets + senders - Int(clamping: gone)
        if left > 0 { ledger.fail(left, reason: "process \(number) \(reason)") }
        deliveriesPerSecond = 0
        acceptedPerSecond = 0
        p99 = 0
    }
}
