/// The counters and histograms of a load test, as one process hands them to another.
///
/// Histograms travel whole: percentiles of several processes cannot be merged.
public struct LoadCounts: Hashable, Sendable {
    /// Counters by name; those that are 0 are left out.
    public var counters: [String: Int64] = [:]

    /// Counters by name and by reason or code.
    public var tables: [String: [String: Int64]] = [:]

    /// Histograms by name: pairs of a value in microseconds and its count, in ascending order.
    public var histograms: [String: [Int64]] = [:]

    /// Counts of nothing.
    public init() {}
}
