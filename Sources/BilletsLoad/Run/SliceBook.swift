import BilletsWire

/// The slices of the measured time, put together from the harvests of all workers.
///
/// A slice is complete when each worker has reported it. Only its latencies need the whole histogram, so that few of them
/// are kept at a time. A value without I/O.
struct SliceBook: Sendable {
    /// The most slices that are kept.
    static let slicesMaximum = 10_000

    /// The most slices that wait for slow workers; beyond them the oldest is closed as it is.
    static let waitingMaximum = 8

    private struct Waiting {
        var workers = 0
        var latency = LatencyRecord()
        var deliveries: Int64 = 0
        var accepted: Int64 = 0
        var endMilliseconds: Int64 = 0
        var elapsedMilliseconds: Int64 = 0
    }

    private var waiting: [Int64: Waiting] = [:]
    private var closed: [Int64: LoadReport.Slice] = [:]

    /// Adds the part of a slice that one of `workers` counted.
    mutating func add(_ harvest: LoadHarvest, _ tally: LoadTally, workers: Int) {
        guard closed[harvest.slice] == nil, closed.count < Self.slicesMaximum else { return }
        var slice = waiting[harvest.slice] ?? Waiting()
        slice.workers += 1
        slice.latency.add(tally.latency)
        slice.deliveries += tally.deliveries
        slice.accepted += tally.accepted
        slice.endMilliseconds = max(slice.endMilliseconds, harvest.endMilliseconds)
        slice.elapsedMilliseconds = max(slice.elapsedMilliseconds, harvest.elapsedMilliseconds)
        waiting[harvest.slice] = slice
        if slice.workers >= workers { close(harvest.slice) }
        if waiting.count > Self.waitingMaximum, let oldest = waiting.keys.min() { close(oldest) }
    }

    /// The slices in their order, those included that not every worker has reported.
    mutating func slices() -> [LoadReport.Slice] {
        for number in Array(waiting.keys) { close(number) }
        return closed.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func close(_ number: Int64) {
        guard let slice = waiting.removeValue(forKey: number), slice.elapsedMilliseconds > 0 else {
            return
        }
        let seconds = Double(slice.elapsedMilliseconds) / 1_000
        closed[number] = LoadReport.Slice(
            second: Double(slice.endMilliseconds) / 1_000,
            deliveriesPerSecond: Double(slice.deliveries) / seconds,
            acceptedPerSecond: Double(slice.accepted) / seconds,
            p50: slice.latency.percentile(50),
            p99: slice.latency.percentile(99),
            max: slice.latency.maximum
        )
    }
}
