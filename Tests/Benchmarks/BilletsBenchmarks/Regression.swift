import Benchmark

/// By how much a benchmark may be worse than a baseline, or better, before that is said.
///
/// What the quarter of the runs that were disturbed least took is compared, since a machine's other work only adds time.
enum Regression {
    /// What work takes from the processors is steady: a quarter more is no accident.
    private static let processorPercent = 25.0

    /// The clock on the wall also counts what others do meanwhile.
    private static let wallClockPercent = 50.0

    /// The same code takes the same way.
    private static let instructionsPercent = 5.0

    /// The tolerances of what only computes; each metric has one, for the library has strict ones of its own.
    static var thresholds: [BenchmarkMetric: BenchmarkThresholds] {
        [
            .processorTime: BenchmarkThresholds(relative: [.p25: processorPercent]),
            .wallClock: BenchmarkThresholds(relative: [.p25: wallClockPercent]),
            .instructions: BenchmarkThresholds(relative: [.p25: instructionsPercent]),
            .throughput: .none,
        ]
    }

    /// The tolerances of what is done by several threads and waits for a disk, whose time is its own.
    static var thresholdsOfWriting: [BenchmarkMetric: BenchmarkThresholds] {
        [
            .processorTime: BenchmarkThresholds(relative: [.p25: processorPercent]),
            .wallClock: .none,
            .instructions: .none,
            .throughput: .none,
        ]
    }
}
