import BilletsWire
import NIOCore
import Synchronization

/// One process's part of a load test, from its first socket to its last count.
///
/// It performs the steps that a coordinator orders; the coordinator adds up the counts.
public actor LoadRun {
    /// The interval between progress reports, unless slices are longer, in seconds.
    static let tick = 0.25

    /// The interval between signs of life in the measured time, whose slices may be long, in seconds.
    static let lifeInterval = 5.0

    /// The most slices of the measured time.
    static let slicesPlanned = 240.0

    private let plan: LoadPlan
    private let share: LoadShare
    private let tokens: [String]
    private let coordination: any LoadCoordination
    private let measuredTest: MeasuredTest
    private nonisolated let isStopped = Atomic<Bool>(false)
    private var remainder = LoadRemainder()
    private var lastTick: UInt64 = 0

    /// The share of `plan` that this process carries out, with the sessions of these tokens.
    public init(
        _ plan: LoadPlan,
        share: LoadShare = .whole,
        tokens: [String],
        coordination: any LoadCoordination
    ) {
        self.plan = plan
        self.share = share
        self.tokens = tokens
        self.coordination = coordination
        measuredTest = MeasuredTest(plan.measuredTest)
    }

    /// Ends the test early: the steps that are left are gone through without waiting.
    public nonisolated func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    /// Performs all steps.
    ///
    /// - Throws: a `LoadFailure` if the test cannot go on.
    public func perform() async throws {
        let gate = try LoadGate(plan, tokens: tokens)
        let crew = try await LoadCrew(plan, share, gate: gate, measuredTest: measuredTest)
        do {
            try await perform(crew)
            await crew.shutDown()
        } catch {
            await crew.shutDown()
            throw error
        }
    }

    private var isEnding: Bool { isStopped.load(ordering: .relaxed) }

    private func perform(_ crew: LoadCrew) async throws {
        let start = MonotonicClock.now
        lastTick = start
        try await watching(crew, .connecting) { try await crew.open() }
        let milliseconds = Self.milliseconds(MonotonicClock.now - start)
        try await harvest(crew, .connecting)
        try await order(crew, .connecting, after: .opened(milliseconds: milliseconds)) {
            $0 == .prepare ? () : nil
        }
        let desk = try await crew.desk()
        let made = isEnding ? 0 : try await prepare(crew, desk)
        let prepared = LoadWorkerMessage.prepared(tickets: made, highest: try await crew.highest())
        let settled = try await order(crew, .preparing, after: prepared) {
            if case .settle(let highest) = $0 { highest } else { nil }
        }
        try await catchUp(crew, .preparing, to: settled)
        try await harvest(crew, .preparing)
        let begin = try await order(crew, .preparing, after: .settled) {
            if case .measure(let start) = $0 { start } else { nil }
        }
        if !isEnding { try await measure(crew, desk, from: begin) }
        try await complete(crew, desk)
        let measured = LoadWorkerMessage.measured(highest: try await crew.highest())
        let last = try await order(crew, .finishing, after: measured) {
            if case .finish(let highest) = $0 { highest } else { nil }
        }
        try await catchUp(crew, .finishing, to: last)
        remainder.outstanding = try await crew.outstanding(upTo: last)
        try await harvest(crew, .finishing)
        remainder.residentBytes = LoadProcess.residentBytes
        remainder.test = measuredTest.current ?? ""
        try await order(crew, .finishing, after: .finished(remainder)) { $0 == .leave ? () : nil }
        _ = try await crew.all { $0.close() }
    }

    // MARK: Steps

    private func prepare(_ crew: LoadCrew, _ desk: SenderDeskReference?) async throws -> Int64 {
        guard let desk else { return 0 }
        try await watching(crew, .preparing) { [plan] in
            try await desk.wait(
                patience: plan.preparationPatience,
                orThrow: LoadFailure(
                    "The senders' tickets are not made in time.",
                    mayLeaveTickets: true
                )
            ) { $0.makeTickets() }
        }
        return try await desk.perform { $0.ticketsMade }
    }

    private func measure(
        _ crew: LoadCrew,
        _ desk: SenderDeskReference?,
        from start: UInt64
    ) async throws {
        var time = MeasuredTime(start: start, end: start + UInt64(plan.seconds * 1e9))
        _ = try await crew.all { [time] in $0.measured = time }
        try await desk?.perform { $0.start() }
        let before = LoadProcess.processorSeconds
        lastTick = start
        var storm = plan.scenario == .storm ? start + UInt64(plan.seconds * 5e8) : .max
        let length = UInt64(max(Self.tick, plan.seconds / Self.slicesPlanned) * 1e9)
        var slice: UInt64 = 1
        while !isEnding, MonotonicClock.now < time.end {
            let end = min(start + slice * length, time.end)
            await sleep(until: min(end, storm))
            if MonotonicClock.now >= storm {
                storm = .max
                remainder.stormed = Int64(try await crew.storm())
            }
            if MonotonicClock.now >= end {
                try await harvest(crew, .measuring, slice: slice, end: end - start)
                slice += 1
            }
        }
        if isEnding, MonotonicClock.now < time.end {
            remainder.isInterrupted = true
            time.end = max(MonotonicClock.now, start)
            _ = try await crew.all { [time] in $0.measured = time }
        }
        remainder.measuredMilliseconds = Self.milliseconds(time.end - start)
        remainder.processorMilliseconds = Int64((LoadProcess.processorSeconds - before) * 1_000)
    }

    /// Waits until the sockets of a storm are back, and the senders have their answers.
    private func complete(_ crew: LoadCrew, _ desk: SenderDeskReference?) async throws {
        if isEnding {
            remainder.isInterrupted = true
            try await desk?.perform { $0.stop() }
        }
        if remainder.stormed > 0 {
            try await wait(crew, .finishing, patience: plan.stormPatience) {
                try await crew.all { $0.outstandingOfStorm }.reduce(0, +) == 0
            }
            let outstanding = try await crew.all { $0.outstandingOfStorm }.reduce(0, +)
            remainder.notCaughtUp = Int64(outstanding)
        }
        guard let desk else { return }
        try await wait(crew, .finishing, patience: plan.gracePatience) {
            try await desk.perform { $0.isDone() }
        }
        remainder.unsent = try await desk.perform { $0.unsent() }
        try await desk.perform { $0.stop() }
        remainder.unanswered = Int64(
            try await desk.perform { $0.slots.unanswered + $0.slots.abandoned }
        )
    }

    /// Waits until every connected socket has the events up to `revision`, at most the grace time.
    private func catchUp(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        to revision: Int64
    ) async throws {
        try await wait(crew, stage, patience: plan.gracePatience) {
            try await crew.outstanding(upTo: revision) == 0
        }
    }

    // MARK: Waiting

    /// Waits until `time`, or until the test is to end.
    private func sleep(until time: UInt64) async {
        var lastSign = MonotonicClock.now
        while !isEnding {
            let now = MonotonicClock.now
            guard now < time else { return }
            if Double(now - lastSign) / 1e9 > Self.lifeInterval {
                lastSign = now
                await coordination.report(LoadHarvest(stage: LoadProgress.Stage.measuring.rawValue))
            }
            try? await Task.sleep(for: .nanoseconds(min(time - now, 100_000_000)))
        }
    }

    /// Waits until `isThere`, at most `patience` seconds; a test that is to end early waits a second.
    private func wait(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        patience: Double,
        until isThere: () async throws -> Bool
    ) async throws {
        let start = MonotonicClock.now
        while try await !isThere() {
            let waited = Double(MonotonicClock.now - start) / 1e9
            guard waited < (isEnding ? min(1, patience) : patience) else { return }
            try? await Task.sleep(for: .milliseconds(20))
            if Double(MonotonicClock.now - lastTick) / 1e9 > Self.tick {
                try await harvest(crew, stage)
            }
        }
    }

    /// Reports that a step is finished, and waits for the next order.
    ///
    /// - Throws: a `LoadFailure` if it is not the order that `read` knows.
    @discardableResult
    private func order<Order: Sendable>(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        after step: LoadWorkerMessage,
        _ read: (LoadCoordinatorMessage) -> Order?
    ) async throws -> Order {
        let message = try await watching(crew, stage) { [coordination] in
            try await coordination.finish(step)
        }
        guard let order = read(message) else {
            throw LoadFailure("The coordinator of the test has ended it.")
        }
        return order
    }

    /// Does `body`, and reports counts meanwhile; a test that is to end early opens no more sockets.
    private func watching<Output: Sendable>(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        _ body: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        try await withThrowingTaskGroup(of: Output?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(Self.tick))
                    try await self.harvest(crew, stage)
                    if self.isStopped.load(ordering: .relaxed) {
                        _ = try await crew.all { $0.stopOpening() }
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            for try await output in group { if let output { return output } }
            throw CancellationError()
        }
    }

    // MARK: Counting

    private func harvest(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        slice: UInt64 = 0,
        end: UInt64 = 0
    ) async throws {
        var tally = LoadTally()
        for part in try await crew.all({ $0.harvest() }) { tally.add(part) }
        let now = MonotonicClock.now
        let elapsed = now > lastTick ? now - lastTick : 0
        lastTick = now
        await coordination.report(
            LoadHarvest(
                stage: stage.rawValue,
                slice: Int64(clamping: slice),
                endMilliseconds: Self.milliseconds(end),
                elapsedMilliseconds: max(1, Self.milliseconds(elapsed)),
                counts: tally.counts
            )
        )
    }

    private static func milliseconds(_ nanoseconds: UInt64) -> Int64 {
        Int64(clamping: (nanoseconds + 500_000) / 1_000_000)
    }
}
