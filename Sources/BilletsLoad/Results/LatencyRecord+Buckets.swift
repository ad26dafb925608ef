import Histogram

/// The record as plain numbers, which lose nothing: a record that is read again has the same percentiles.
extension LatencyRecord {
    /// The times in microseconds, each followed by how often it was recorded.
    var buckets: [Int64] {
        var numbers: [Int64] = []
        let longest = longestMicroseconds
        for bucket in histogram.recordedValues() {
            var count = Int64(clamping: bucket.count)
            let isLast = histogram.valuesAreEquivalent(bucket.value, longest)
            // The longest time is told exactly, the others to three digits.
            if isLast { count -= 1 }
            if count > 0 {
                let value = histogram.lowestEquivalentForValue(bucket.value)
                numbers += [Int64(clamping: value), count]
            }
            if isLast { numbers += [Int64(clamping: longest), 1] }
        }
        return numbers
    }

    /// Reads what `buckets` wrote; a number that is no time or count is passed over.
    init(buckets: [Int64]) {
        self.init()
        for index in stride(from: 0, to: buckets.count - 1, by: 2)
        where buckets[index] >= 0 && buckets[index + 1] > 0 {
            let value = min(UInt64(buckets[index]), Self.microsecondsMaximum)
            histogram.record(value, count: UInt64(buckets[index + 1]))
        }
    }
}
