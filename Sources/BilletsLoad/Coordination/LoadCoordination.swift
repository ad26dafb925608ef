public import BilletsWire

/// A worker's way to the coordinator of its test.
public protocol LoadCoordination: Sendable {
    /// Reports counts.
    func report(_ harvest: LoadHarvest) async

    /// Reports that the worker has finished a step, and waits for the order to start the next.
    ///
    /// - Throws: a `LoadFailure` if there will be none.
    func finish(_ step: LoadWorkerMessage) async throws -> LoadCoordinatorMessage
}
