public import BilletsWire

/// Leads the processes of a load test, its workers, through its steps together, and adds up their counts.
///
/// A test of one process has a coordinator, too. A value without I/O.
public struct LoadCoordinator: Sendable {
    /// The next step.
    public enum Action: Hashable, Sendable {
        /// Send this to every worker that is left.
        case send(LoadCoordinatorMessage)

        /// Show the progress.
        case show(LoadProgress)

        /// The test is over; this is its result.
        case finish(LoadReport)

        /// The test is over without a result.
        case fail(LoadFailure)
    }

    /// The steps of a test; the workers go from one to the next together.
    enum Step: Hashable, Sendable {
        case opening
        case preparing
        case settling
        case measuring
        case finishing
        case over
    }

    /// The time between the order to measure and the start, in nanoseconds: every worker must have the order by then.
    public static let leadNanoseconds: UInt64 = 50_000_000

    /// The same for several processes, whose orders go through pipes.
    public static let leadOfSeveralNanoseconds: UInt64 = 250_000_000

    let plan: LoadPlan
    var workers: [LoadWorkerState]
    var slices = SliceBook()
    var isStopping = false

    private var step = Step.opening
    private var tickets: Int64 = 0
    private var highest: Int64 = 0

    /// The coordinator of `plan`, which so many workers carry out.
    public init(_ plan: LoadPlan, workers count: Int = 1) {
        self.plan = plan
        workers = LoadShare.all(count).map { share in
            LoadWorkerState(
                sockets: share.range(of: plan.sockets).count,
                senders: share.range(of: plan.senders).count
            )
        }
    }

    /// The sum of the workers' counts.
    var total: LoadLedger {
        workers.reduce(into: LoadLedger()) { $0.merge($1.ledger) }
    }

    /// Takes in a message of a worker at `now`, in nanoseconds of the monotonic clock.
    public mutating func receive(
        _ message: LoadWorkerMessage,
        from worker: Int,
        now: UInt64
    ) -> [Action] {
        guard step != .over, workers[worker].loss == nil else { return [] }
        switch message {
        case .counted(let harvest): return count(harvest, of: worker)
        case .failed(let reason): return fail(reason)
        case .opened(let milliseconds):
            guard step == .opening else { return outOfTurn(worker, now) }
            workers[worker].ledger.open(milliseconds: milliseconds)
        case .prepared(let made, let revision):
            guard step == .preparing else { return outOfTurn(worker, now) }
            tickets += made
            highest = max(highest, revision)
        case .settled:
            guard step == .settling else { return outOfTurn(worker, now) }
            workers[worker].ledger.begin()
        case .measured(let revision):
            guard step == .measuring else { return outOfTurn(worker, now) }
            highest = max(highest, revision)
        case .finished(let remainder):
            guard step == .finishing else { return outOfTurn(worker, now) }
            workers[worker].ledger.finish(remainder)
        }
        workers[worker].hasArrived = true
        return advance(now)
    }

    /// Takes in that a worker is gone before the end, for a reason such as `was ended by signal 9`.
    ///
    /// The others end the test in order, so that their results are not lost.
    public mutating func lose(_ worker: Int, reason: String, now: UInt64) -> [Action] {
        guard step != .over, workers[worker].loss == nil else { return [] }
        workers[worker].lose(reason, number: worker + 1)
        guard workers.contains(where: { $0.loss == nil }) else {
            return fail(losses.joined(separator: " "))
        }
        return stop() + advance(now)
    }

    /// Ends the test early.
    public mutating func stop() -> [Action] {
        guard step != .over, !isStopping else { return [] }
        isStopping = true
        return [.send(.stop)]
    }

    /// Sentences about the workers that are gone.
    var losses: [String] {
        workers.enumerated().compactMap { index, worker in
            worker.loss.map {
                "Process \(index + 1) of \(workers.count) \($0): its sockets count as failed."
            }
        }
    }

    // MARK: The steps

    private mutating func advance(_ now: UInt64) -> [Action] {
        guard workers.allSatisfy({ $0.hasArrived || $0.loss != nil }) else { return [] }
        for index in workers.indices { workers[index].hasArrived = false }
        switch step {
        case .opening:
            let total = total
            guard total.connected > 0 || isStopping else {
                return fail(LoadAdvice.nobodyGotIn(total.total.failures))
            }
            step = .preparing
            return [.send(.prepare)]
        case .preparing:
            guard tickets > 0 || plan.senders == 0 || isStopping else {
                return fail("No sender got in, so nobody can change anything.")
            }
            step = .settling
            return [.send(.settle(highest: highest))]
        case .settling:
            step = .measuring
            let lead = workers.count > 1 ? Self.leadOfSeveralNanoseconds : Self.leadNanoseconds
            return [.send(.measure(start: now + lead))]
        case .measuring:
            step = .finishing
            return [.send(.finish(highest: highest))]
        case .finishing:
            step = .over
            return [.send(.leave), .finish(report())]
        case .over: return []
        }
    }

    private mutating func fail(_ sentence: String) -> [Action] {
        let failure = LoadFailure(sentence, mayLeaveTickets: plan.senders > 0 && step != .opening)
        step = .over
        return [.send(.leave), .fail(failure)]
    }

    private mutating func outOfTurn(_ worker: Int, _ now: UInt64) -> [Action] {
        lose(worker, reason: "sent a message out of turn", now: now)
    }

    // MARK: Counting

    private mutating func count(_ harvest: LoadHarvest, of worker: Int) -> [Action] {
        // A mere sign of life.
        guard harvest.slice > 0 || harvest.counts != LoadCounts() else { return [] }
        let tally = LoadTally(harvest.counts)
        workers[worker].count(harvest, tally)
        if harvest.slice > 0 {
            let living = workers.count { $0.loss == nil }
            slices.add(harvest, tally, workers: living)
        }
        return [.show(progress(harvest))]
    }

    private func progress(_ harvest: LoadHarvest) -> LoadProgress {
        LoadProgress(
            stage: LoadProgress.Stage(rawValue: harvest.stage) ?? .finishing,
            seconds: Double(harvest.endMilliseconds) / 1_000,
            secondsPlanned: plan.seconds,
            following: workers.reduce(0) { $0 + $1.ledger.total.following },
            sockets: plan.sockets + plan.senders,
            deliveriesPerSecond: workers.reduce(0) { $0 + $1.deliveriesPerSecond },
            acceptedPerSecond: workers.reduce(0) { $0 + $1.acceptedPerSecond },
            p99: workers.map(\.p99).max() ?? 0,
            lost: workers.reduce(0) { $0 + $1.ledger.total.lost }
        )
    }
}
