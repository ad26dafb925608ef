import BilletsWire

/// The coordination of a test of one process, which gets the order for its next step at once.
actor OwnCoordination: LoadCoordination {
    private var coordinator: LoadCoordinator
    private let show: @Sendable (LoadProgress) -> Void

    /// The result; nil as long as the test is not over.
    private(set) var result: LoadReport?

    /// The coordination of `plan`; `show` takes its progress.
    init(_ plan: LoadPlan, show: @escaping @Sendable (LoadProgress) -> Void) {
        coordinator = LoadCoordinator(plan)
        self.show = show
    }

    /// Ends the test early.
    func stop() {
        _ = coordinator.stop()
    }

    func report(_ harvest: LoadHarvest) {
        _ = try? perform(.counted(harvest))
    }

    func finish(_ step: LoadWorkerMessage) throws -> LoadCoordinatorMessage {
        guard let order = try perform(step) else {
            throw LoadFailure("The test did not go on; this is a fault of the program.")
        }
        return order
    }

    private func perform(_ message: LoadWorkerMessage) throws -> LoadCoordinatorMessage? {
        var order: LoadCoordinatorMessage?
        for action in coordinator.receive(message, from: 0, now: MonotonicClock.now) {
            switch action {
            case .send(let message): order = message
            case .show(let progress): show(progress)
            case .finish(let report): result = report
            case .fail(let failure): throw failure
            }
        }
        return order
    }
}
