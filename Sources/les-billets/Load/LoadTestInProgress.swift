import BilletsLoad
import BilletsWire

/// A load test, of one process or of several.
protocol LoadTestInProgress: Sendable {
    /// Carries out the test.
    ///
    /// - Throws: a `LoadFailure` if nothing can be found out at all.
    func perform() async throws -> LoadReport

    /// Ends the test early: it still reports what it has found out.
    func stop() async
}

extension LoadTest: LoadTestInProgress {}
extension JointLoadTest: LoadTestInProgress {}
