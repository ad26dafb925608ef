import Benchmark

/// By how much a benchmark may be worse than a baseline, or better, before that is said.
///
/// The best of the runs is compared, since what else a machine does only adds time. On one that was busy with seven
/// times what it has processors for, the best processor times of two runs differed by 8 % at most; by 23 % where a
/// transaction has ten commands or fewer, and is mostly the kernel's work.
enum Regression {
    /// What work takes from the processors.
    private static let processorPercent = 25.0

    /// The same of transactions so small that most of it is the kernel's work.
    private static let processorPercentOfSmallTransactions = 40.0

    /// The smallest transaction, in commands, whose own work is most of it.
    private static let largeTransactionCommands = 100

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

    /// The tolerances of a transaction, which several threads carry out and which waits for a disk, whose time is its
    /// own.
    static func thresholds(commands: Int) -> [BenchmarkMetric: BenchmarkThresholds] {
        let percent =
            commands < largeTransactionCommands
            ? processorPercentOfSmallTransactions : processorPercent
        return [
            .processorTime: BenchmarkThresholds(relative: [.p0: percent]),
            .wallClock: .none,
            .instructions: .none,
            .throughput: .none,
        ]
    }
}
