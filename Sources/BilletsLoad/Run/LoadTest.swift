public import BilletsWire

/// A load test that this process carries out alone.
public struct LoadTest: Sendable {
    private let run: LoadRun
    private let coordination: OwnCoordination

    /// A test of `plan` with the sessions of these tokens; `show` takes its progress.
    public init(
        _ plan: LoadPlan,
        tokens: [String],
        show: @escaping @Sendable (LoadProgress) -> Void = { _ in }
    ) {
        coordination = OwnCoordination(plan, show: show)
        run = LoadRun(plan, tokens: tokens, coordination: coordination)
    }

    /// Ends the test early: it still reports what it has found out.
    public func stop() async {
        await coordination.stop()
        run.stop()
    }

    /// Carries out the test.
    ///
    /// - Throws: a `LoadFailure` if nothing can be found out at all.
    public func perform() async throws -> LoadReport {
        try await run.perform()
        guard let report = await coordination.result else {
            throw LoadFailure("The test has no result; this is a fault of the program.")
        }
        return report
    }
}
