import Benchmark

extension Benchmark {
    /// Measures `work`, done as often as the scaling factor says.
    func measure(_ work: () throws -> Void) rethrows {
        let repetitions = scaledIterations
        startMeasurement()
        let before = ProcessorTime.spent()
        for _ in repetitions { try work() }
        let spent = ProcessorTime.spent() - before
        stopMeasurement()
        measurement(.processorTime, spent)
    }

    /// Measures `work` that waits for others, done as often as the scaling factor says, one after the other.
    func measureWaiting(_ work: () async throws -> Void) async rethrows {
        let repetitions = scaledIterations
        startMeasurement()
        let before = ProcessorTime.spent()
        for _ in repetitions { try await work() }
        let spent = ProcessorTime.spent() - before
        stopMeasurement()
        measurement(.processorTime, spent)
    }
}
