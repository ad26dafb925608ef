/// Times that were measured.
public struct TimeSample: Hashable, Sendable, CustomStringConvertible {
    private var times: [Duration] = []

    /// No times yet.
    public init() {}

    /// How many there are.
    public var count: Int { times.count }

    /// The longest.
    public var longest: Duration { times.max() ?? .zero }

    /// The one in the middle.
    public var median: Duration { percentile(50) }

    /// The time that so many of a hundred do not pass.
    public func percentile(_ percent: Int) -> Duration {
        let sorted = times.sorted()
        return sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// Adds one; one before its start counts as none at all.
    public mutating func add(_ time: Duration) {
        times.append(max(.zero, time))
    }

    /// All of it in a line.
    public var description: String {
        "\(count) times: median \(median.inSeconds), p99 \(percentile(99).inSeconds), "
            + "longest \(longest.inSeconds)"
    }
}
