import Metrics
import Synchronization

/// One series of a histogram: of times, which are recorded in nanoseconds and told in seconds, or of plain numbers.
final class HistogramSeries: RecorderHandler, TimerHandler {
    /// What was recorded so far.
    struct Contents: Sendable {
        /// How many values were at most each bound, and above the bound before; behind the last bound, the rest.
        var counts: [UInt64]

        /// The sum of all values.
        var sum = 0.0
    }

    /// The upper bounds of the buckets but the last.
    let bounds: [Double]

    private let mutex: Mutex<Contents>

    /// Nothing recorded yet.
    init(bounds: [Double]) {
        self.bounds = bounds
        mutex = Mutex(Contents(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// What was recorded so far.
    var contents: Contents { mutex.withLock { $0 } }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        mutex.withLock { contents in
            contents.counts[bucket] += 1
            contents.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1e9)
    }
}
