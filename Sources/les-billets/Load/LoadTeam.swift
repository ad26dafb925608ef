import BilletsLoad
import BilletsWire
import NIOCore

/// The coordinator's end of the pipes to the workers of a load test: performs what `LoadCoordinator` decides.
actor LoadTeam {
    /// The most orders that wait for a worker: one of each kind.
    static let waitingOrdersMaximum = 8

    /// A worker that has said nothing for so long hangs, and is killed; it reports four times a second.
    static let silenceMaximum: Duration = .seconds(30)

    /// The time that workers have to exit when the test is over.
    static let leavingTime: Duration = .seconds(10)

    /// The orders of each worker.
    nonisolated let orders: [AsyncStream<LoadCoordinatorMessage>]

    private let continuations: [AsyncStream<LoadCoordinatorMessage>.Continuation]
    private let show: @Sendable (LoadProgress) -> Void
    private var coordinator: LoadCoordinator
    private var outcome: Result<LoadReport, LoadFailure>?
    private var lastHeard: [ContinuousClock.Instant]
    private var ended: Set<Int> = []
    private var endTime: ContinuousClock.Instant?

    /// A team of so many workers for `plan`, who get these tokens; `show` takes the progress.
    init(
        _ plan: LoadPlan,
        workers: Int,
        tokens: [String],
        show: @escaping @Sendable (LoadProgress) -> Void
    ) {
        let pairs = (0..<workers).map { _ in
            AsyncStream.makeStream(
                of: LoadCoordinatorMessage.self,
                bufferingPolicy: .bufferingNewest(Self.waitingOrdersMaximum)
            )
        }
        orders = pairs.map(\.stream)
        continuations = pairs.map(\.continuation)
        coordinator = LoadCoordinator(plan, workers: workers)
        lastHeard = Array(repeating: .now, count: workers)
        self.show = show
        for continuation in continuations { continuation.yield(.begin(tokens: tokens)) }
    }

    /// Takes in a line that a worker wrote.
    func receive(_ line: [UInt8], from worker: Int) {
        lastHeard[worker] = .now
        guard let message = try? LoadWorkerMessage(decoding: line) else {
            lose(worker, "sent a line that cannot be read")
            return
        }
        perform(coordinator.receive(message, from: worker, now: Self.now))
    }

    /// Takes in that a worker has ended.
    func end(_ worker: Int, _ end: ProcessEnd) {
        ended.insert(worker)
        perform(coordinator.lose(worker, reason: "\(end)", now: Self.now))
    }

    /// Ends the test early.
    func stop() {
        perform(coordinator.stop())
    }

    /// Kills workers that hang.
    ///
    /// - Returns: whether all that are left are to be killed, since they do not exit.
    func check() -> Bool {
        if let endTime { return endTime + Self.leavingTime < .now }
        for worker in lastHeard.indices where !ended.contains(worker) {
            if lastHeard[worker] + Self.silenceMaximum < .now {
                let seconds = Self.silenceMaximum.components.seconds
                lose(worker, "said nothing for \(seconds) seconds and was killed")
            }
        }
        return false
    }

    /// The result of the test.
    ///
    /// - Throws: a `LoadFailure` if it has none.
    func result() throws -> LoadReport {
        guard let outcome else { throw LoadFailure("The test has ended without a result.") }
        return try outcome.get()
    }

    private func lose(_ worker: Int, _ reason: String) {
        // Ends the worker: see LoadWorkerProcess.
        continuations[worker].finish()
        perform(coordinator.lose(worker, reason: reason, now: Self.now))
    }

    private func perform(_ actions: [LoadCoordinator.Action]) {
        for action in actions {
            switch action {
            case .send(let order): for continuation in continuations { continuation.yield(order) }
            case .show(let progress): show(progress)
            case .finish(let report): finish(.success(report))
            case .fail(let failure): finish(.failure(failure))
            }
        }
    }

    private func finish(_ result: Result<LoadReport, LoadFailure>) {
        outcome = result
        endTime = .now
    }

    private static var now: UInt64 { NIODeadline.now().uptimeNanoseconds }
}
