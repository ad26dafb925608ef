import NIOCore
import NIOPosix

/// The event loops of a load test: those of the sockets that only follow, and the one of the senders.
struct LoadCrew: Sendable {
    /// All of them, that of the senders last.
    let loops: [LoadLoopReference]

    /// Who works on each: the numbers of the sockets.
    let numbers: [[Int]]

    private let group: MultiThreadedEventLoopGroup
    private let plan: LoadPlan
    private let gate: LoadGate
    private let senders: Range<Int>

    private var hasSenders: Bool { !senders.isEmpty }

    /// Makes the loops of this process's `share` of `plan`, whose sockets come in through `gate`.
    ///
    /// Sockets keep the numbers that they have in the whole test, so that they are spread over gateways and users as the
    /// sockets of one process are.
    init(
        _ plan: LoadPlan,
        _ share: LoadShare,
        gate: LoadGate,
        measuredTest: MeasuredTest
    ) async throws {
        self.plan = plan
        self.gate = gate
        senders = share.range(of: plan.senders)
        let own = share.range(of: plan.sockets)
        let following = own.isEmpty ? 0 : max(1, plan.threads)
        let count = max(1, following + (senders.isEmpty ? 0 : 1))
        group = MultiThreadedEventLoopGroup(numberOfThreads: count)
        var numbers = (0..<following).map { index in
            Array(
                own.lowerBound + own.count * index / following..<own.lowerBound + own.count
                    * (index + 1) / following
            )
        }
        if !senders.isEmpty || numbers.isEmpty {
            numbers.append(senders.map { plan.sockets + $0 })
        }
        self.numbers = numbers
        var loops: [LoadLoopReference] = []
        for (eventLoop, numbers) in zip(group.makeIterator(), numbers) {
            let share = Double(numbers.count) / Double(max(1, plan.sockets + plan.senders))
            loops.append(
                try await LoadLoopReference.make(
                    on: eventLoop,
                    gate: gate,
                    measuredTest: measuredTest,
                    handshakesMaximum: Int((Double(plan.handshakesMaximum) * share).rounded(.up)),
                    patience: plan.handshakePatience
                )
            )
        }
        self.loops = loops
    }

    /// Opens all sockets; returns when each has got in or failed.
    func open() async throws {
        let all = Double(plan.sockets + plan.senders)
        try await withThrowingTaskGroup { group in
            for (loop, numbers) in zip(loops, numbers) where !numbers.isEmpty {
                let rate = plan.connectRate * Double(numbers.count) / all
                group.addTask { try await loop.wait { $0.open(numbers, rate: rate) } }
            }
            try await group.waitForAll()
        }
    }

    /// The senders' desk; nil without senders.
    func desk() async throws -> SenderDeskReference? {
        guard hasSenders, let loop = loops.last else { return nil }
        let plan = plan
        let senders = senders
        let users = senders.map { gate.user(ofSocket: plan.sockets + $0) }
        return try await loop.perform { loop in
            let desk = SenderDesk(
                loop.sockets,
                senders: senders,
                users: users,
                loop: loop,
                plan: plan
            )
            return SenderDeskReference(desk, on: loop.eventLoop)
        }
    }

    /// Does `body` on every loop.
    func all<Output: Sendable>(
        _ body: @escaping @Sendable (LoadLoop) throws -> Output
    ) async throws -> [Output] {
        var outputs: [Output] = []
        for loop in loops { outputs.append(try await loop.perform(body)) }
        return outputs
    }

    /// The highest revision that any socket, or any answer, has told of.
    func highest() async throws -> Int64 {
        try await all { $0.highest }.max() ?? 0
    }

    /// The number of events up to `revision` that connected sockets have not received.
    func outstanding(upTo revision: Int64) async throws -> Int64 {
        try await all { $0.outstanding(upTo: revision) }.reduce(0, +)
    }

    /// All sockets that only follow vanish, and come back at once.
    ///
    /// - Returns: how many.
    func storm() async throws -> Int {
        let following = hasSenders ? loops.dropLast() : loops[...]
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for loop in following { group.addTask { try await loop.perform { $0.storm() } } }
            return try await group.reduce(0, +)
        }
    }

    /// Ends the loops.
    func shutDown() async {
        try? await group.shutdownGracefully()
    }
}
