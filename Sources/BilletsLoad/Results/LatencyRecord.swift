import BilletsWire
import Histogram

/// How long things took: an HdrHistogram of microseconds with three significant digits.
public struct LatencyRecord: Sendable {
    /// The longest time that is told from longer ones: an hour.
    public static let microsecondsMaximum: UInt64 = 3_600_000_000

    var histogram = Histogram<UInt64>(
        lowestDiscernibleValue: 1,
        highestTrackableValue: microsecondsMaximum,
        numberOfSignificantValueDigits: .three
    )

    /// An empty record.
    public init() {}

    /// The longest time, in microseconds; 0 without any.
    var longestMicroseconds: UInt64 {
        count > 0 ? min(histogram.maxRecorded, Self.microsecondsMaximum) : 0
    }

    /// How many times there are.
    public var count: Int64 { Int64(clamping: histogram.totalCount) }

    /// Takes in a time in nanoseconds.
    @inline(__always)
    public mutating func record(_ nanoseconds: UInt64) {
        histogram.record(min(nanoseconds / 1_000, Self.microsecondsMaximum))
    }

    /// Takes in all that another record holds.
    public mutating func add(_ other: LatencyRecord) {
        guard other.count > 0 else { return }
        histogram.add(other.histogram)
    }

    /// The time within which so many per cent were, in milliseconds; 0 if there are none.
    public func percentile(_ percentile: Double) -> Double {
        count > 0 ? Double(histogram.valueAtPercentile(percentile)) / 1_000 : 0
    }

    /// The longest time, in milliseconds.
    public var maximum: Double {
        Double(longestMicroseconds) / 1_000
    }

    /// The mean, in milliseconds.
    public var mean: Double {
        count > 0 ? histogram.mean / 1_000 : 0
    }
}

extension LatencyRecord {
    /// Percentiles and their times: 0, 50, 75, 87.5 … each halfway from the last to 100, and 100 itself.
    var curve: [LoadReport.Point] {
        guard count > 0 else { return [] }
        var points = [LoadReport.Point(percentile: 0, milliseconds: percentile(0))]
        var rest = 1.0
        // A step further says something as long as more than one time is behind it.
        while rest * Double(count) >= 1, points.count < 200 {
            for step in 1...5 {
                let percentile = 100 * (1 - rest * (1 - Double(step) / 10))
                points.append(
                    LoadReport.Point(
                        percentile: percentile,
                        milliseconds: self.percentile(percentile)
                    )
                )
            }
            rest /= 2
        }
        points.append(LoadReport.Point(percentile: 100, milliseconds: maximum))
        return points
    }
}
