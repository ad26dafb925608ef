import Benchmark

/// What the library's own entry calls: says how benchmarks are measured, and names them all.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        metrics: [.wallClock, .processorTime, .throughput, .instructions],
        units: [.processorTime: .count],
        warmupIterations: 3,
        maxDuration: .seconds(1),
        maxIterations: 10_000,
        thresholds: Regression.thresholds
    )
    CodecBenchmarks.register()
    FramingBenchmarks.register()
    SocketBenchmarks.register()
    UpdaterBenchmarks.register()
    CatchUpBenchmarks.register()
    CommitBenchmarks.register()
    QueryBenchmarks.register()
}
