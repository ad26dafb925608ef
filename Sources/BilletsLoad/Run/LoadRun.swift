public import BilletsWire
import NIOCore
import NIOSSL
import Synchronization

/// One load test, from its first socket to its report.
public actor LoadRun {
    /// How often progress is told, unless slices are longer.
    static let tick = 0.25

    /// How many slices the measured time has at most.
    static let slicesPlanned = 240.0

    /// How long closing the tickets may take, in seconds.
    static let tidyPatience = 5.0

    private let plan: LoadPlan
    private let tokens: [String]
    private let tell: @Sendable (LoadProgress) -> Void
    private nonisolated let isStopped = Atomic<Bool>(false)
    private var ledger = LoadLedger()
    private var report = LoadReport()
    private var lastTick: UInt64 = 0

    /// A test of `plan` by the users whose tokens these are; `tell` is told how far it is.
    public init(
        _ plan: LoadPlan,
        tokens: [String],
        tell: @escaping @Sendable (LoadProgress) -> Void = { _ in }
    ) {
        self.plan = plan
        self.tokens = tokens
        self.tell = tell
    }

    /// Ends the test in order: what was found out so far is reported.
    public nonisolated func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    /// Does what is planned.
    ///
    /// - Throws: a `LoadFailure` if nothing can be found out at all.
    public func perform() async throws -> LoadReport {
        let gate = try gate()
        let crew = try await LoadCrew(plan, gate: gate)
        do {
            try await perform(crew)
            await crew.shutDown()
            return report
        } catch {
            await crew.shutDown()
            throw error
        }
    }

    private func perform(_ crew: LoadCrew) async throws {
        report.scenario = plan.scenario.rawValue
        report.urls = plan.targets.map(\.url)
        report.sockets = plan.sockets
        report.senders = plan.senders
        let start = MonotonicClock.now
        lastTick = start
        try await watching(crew, .connecting) { try await crew.open() }
        report.connectSeconds = Double(MonotonicClock.now - start) / 1e9
        try await harvest(crew, .connecting)
        report.connected = ledger.total.following
        guard report.connected > 0 || isEnding else { throw nobodyGotIn() }
        let desk = try await crew.desk()
        if let desk, !isEnding {
            try await watching(crew, .preparing) { [plan] in
                try await desk.wait(
                    patience: plan.preparationPatience,
                    orThrow: LoadFailure("The senders' tickets are not made in time.")
                ) { $0.makeTickets() }
            }
        }
        if !isEnding { try await measure(crew, desk) }
        try await finish(crew, desk)
    }

    private var isEnding: Bool { isStopped.load(ordering: .relaxed) }

    private func gate() throws -> LoadGate {
        let tls =
            try plan.targets.contains(where: \.isSecure)
            ? NIOSSLContext(configuration: LoadTrust.configuration(plan.authorityPath)) : nil
        let doors = try plan.targets.map { target in
            let host = target.host == "localhost" ? "127.0.0.1" : target.host
            do {
                let address = try SocketAddress.makeAddressResolvingHost(host, port: target.port)
                return LoadGate.Door(
                    target: target,
                    address: address,
                    tls: target.isSecure ? tls : nil
                )
            } catch {
                throw LoadFailure("There is no host '\(target.host)': see what --url says.")
            }
        }
        return LoadGate(
            doors: doors,
            tokens: tokens,
            sources: SourceAddresses(base: Int.random(in: 0..<(1 << 20)))
        )
    }

    private func nobodyGotIn() -> LoadFailure {
        let reasons = ledger.total.failures.sorted { $0.value > $1.value }
            .map { "\(Figures.grouped($0.value)) × \($0.key)" }.joined(separator: ", ")
        let advice = LoadAdvice.failureAdvice(Set(ledger.total.failures.keys))
        return LoadFailure("No socket got in (\(reasons)): \(advice)")
    }

    // MARK: Measuring

    private func measure(_ crew: LoadCrew, _ desk: SenderDeskReference?) async throws {
        try await settle(crew)
        ledger.begin()
        // Every loop knows the time before it begins.
        let start = MonotonicClock.now + 50_000_000
        var time = MeasuredTime(start: start, end: start + UInt64(plan.seconds * 1e9))
        _ = try await crew.all { [time] in $0.measured = time }
        try await desk?.perform { $0.start() }
        let before = LoadProcess.processorSeconds
        lastTick = start
        var storm = plan.scenario == .storm ? start + UInt64(plan.seconds * 5e8) : .max
        let slice = UInt64(max(Self.tick, plan.seconds / Self.slicesPlanned) * 1e9)
        while !isEnding, MonotonicClock.now < time.end {
            let next = min(max(lastTick, start) + slice, time.end, storm)
            await sleep(until: next)
            if MonotonicClock.now >= storm {
                storm = .max
                report.stormed = Int64(try await crew.storm())
            }
            if MonotonicClock.now >= lastTick + slice || MonotonicClock.now >= time.end {
                try await harvest(crew, .measuring, since: start)
            }
        }
        if isEnding, MonotonicClock.now < time.end {
            report.isInterrupted = true
            time.end = max(MonotonicClock.now, start)
            _ = try await crew.all { [time] in $0.measured = time }
        }
        report.seconds = Double(time.end - start) / 1e9
        report.processorSeconds = LoadProcess.processorSeconds - before
    }

    /// Waits until every socket has seen the senders' tickets, so that they are not part of what is measured.
    private func settle(_ crew: LoadCrew) async throws {
        let last = try await crew.all { $0.highest }.max() ?? 0
        try await wait(crew, .preparing, patience: plan.gracePatience) {
            try await crew.all { $0.outstanding(upTo: last) }.reduce(0, +) == 0
        }
        try await harvest(crew, .preparing)
    }

    /// Waits until `time`, or until the test is to end.
    private func sleep(until time: UInt64) async {
        while !isEnding {
            let now = MonotonicClock.now
            guard now < time else { return }
            try? await Task.sleep(for: .nanoseconds(min(time - now, 100_000_000)))
        }
    }

    // MARK: The end

    private func finish(_ crew: LoadCrew, _ desk: SenderDeskReference?) async throws {
        if isEnding {
            report.isInterrupted = true
            try await desk?.perform { $0.stop() }
        }
        if report.stormed > 0 {
            try await wait(crew, patience: plan.stormPatience) {
                try await crew.all { $0.outstandingOfStorm }.reduce(0, +) == 0
            }
            let outstanding = try await crew.all { $0.outstandingOfStorm }.reduce(0, +)
            report.notCaughtUp = Int64(outstanding)
        }
        if let desk {
            try await wait(crew, patience: plan.gracePatience) {
                try await desk.perform { $0.isDone() }
            }
            report.unsent = try await desk.perform { $0.unsent() }
            try await desk.perform { $0.stop() }
            report.unanswered = Int64(
                try await desk.perform { $0.slots.unanswered + $0.slots.abandoned }
            )
        }
        let last = try await crew.all { $0.highest }.max() ?? 0
        try await wait(crew, patience: plan.gracePatience) {
            try await crew.all { $0.outstanding(upTo: last) }.reduce(0, +) == 0
        }
        report.lost = try await crew.all { $0.outstanding(upTo: last) }.reduce(0, +)
        try await harvest(crew, .finishing)
        report.residentBytes = LoadProcess.residentBytes
        ledger.fill(&report)
        report.notes = LoadAdvice.notes(on: report)
        try? await desk?.wait(
            patience: Self.tidyPatience,
            orThrow: LoadFailure("The tickets are not closed in time.")
        ) { $0.tidy() }
        _ = try await crew.all { $0.close() }
    }

    /// Waits until `isThere`, at most `patience` seconds; a test that is to end sooner waits a second.
    private func wait(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage = .finishing,
        patience: Double,
        until isThere: () async throws -> Bool
    ) async throws {
        let start = MonotonicClock.now
        while try await !isThere() {
            let waited = Double(MonotonicClock.now - start) / 1e9
            guard waited < (isEnding ? min(1, patience) : patience) else { return }
            try? await Task.sleep(for: .milliseconds(20))
            if waited > Self.tick { try await harvest(crew, stage) }
        }
    }

    // MARK: Counting

    private func harvest(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        since start: UInt64? = nil
    ) async throws {
        var tally = LoadTally()
        for part in try await crew.all({ $0.harvest() }) { tally.add(part) }
        let now = MonotonicClock.now
        let elapsed = Double(now &- lastTick) / 1e9
        lastTick = now
        let second = start.map { Double(now - $0) / 1e9 }
        if let second {
            ledger.add(tally, second: second, elapsed: elapsed)
        } else {
            ledger.add(tally)
        }
        tell(
            LoadProgress(
                stage: stage,
                seconds: second ?? 0,
                secondsPlanned: plan.seconds,
                following: ledger.total.following,
                sockets: plan.sockets + plan.senders,
                deliveriesPerSecond: Double(tally.deliveries) / max(elapsed, 1e-9),
                acceptedPerSecond: Double(tally.accepted) / max(elapsed, 1e-9),
                p99: tally.latency.percentile(99),
                lost: ledger.total.lost
            )
        )
    }

    /// Does `body`, and meanwhile tells how far it is; a test that is to end opens no more sockets.
    private func watching(
        _ crew: LoadCrew,
        _ stage: LoadProgress.Stage,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(Self.tick))
                    try await self.harvest(crew, stage)
                    if self.isStopped.load(ordering: .relaxed) {
                        _ = try await crew.all { $0.stopOpening() }
                    }
                }
                return false
            }
            for try await isDone in group where isDone { break }
            group.cancelAll()
        }
    }
}
