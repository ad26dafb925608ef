import Benchmark

extension BenchmarkMetric {
    /// Processor time of all threads, in nanoseconds: what a change of the code changes, whatever else runs.
    static let processorTime = BenchmarkMetric.custom("Time (processor) ns")
}
