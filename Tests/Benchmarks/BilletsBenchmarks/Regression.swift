import Benchmark

/// By how much a benchmark may be worse than a baseline, or better, before that is said.
///
/// The best of the runs is compared, since what else a machine does only adds time. On one that was busy with seven
/// times what it has processors for, the best processor times of two runs differed by 8 % at most; by 23 % where a
/// transaction has ten commands or fewer, and is mostly the kernel's work.
enum Regression {
    /// What work takes from the processors.
    private static let processorPercent = 25.0

    /// The same where the kernel writes and waits on our account.
    private static let processorPercentOfWriting = 40.0

    /// The clock on the wall also counts what others do meanwhile.
    private static let wallClockPercent = 50.0

    /// The same code takes the same way.
    private static let instructionsPercent = 5.0

    /// The tolerances of what only computes; each metric has one, for the library has strict ones of its own.
    static var thresholds: [BenchmarkMetric: BenchmarkThresholds] {
        [
            .processorTime: BenchmarkThresholds(relative: [.p0: processorPercent]),
            .wallClock: BenchmarkThresholds(relative: [.p0: wallClockPercent]),
            .instructions: BenchmarkThresholds(relative: [.p0: instructionsPercent]),
            .throughput: .none,
        ]
    }

    /// The tolerances of what is done by several threads and waits for a disk, whose time is its own.
    static var thresholdsOfWriting: [BenchmarkMetric: BenchmarkThresholds] {
        [
            .processorTime: BenchmarkThresholds(relative: [.p0: processorPercentOfWriting]),
            .wallClock: .none,
            .instructions: .none,
            .throughput: .none,
        ]
    }
}
