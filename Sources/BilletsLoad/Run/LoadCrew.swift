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
    private let users: Int
    private let hasSenders: Bool

    /// Makes the loops of `plan`, whose sockets come in through `gate`.
    init(_ plan: LoadPlan, gate: LoadGate) async throws {
        self.plan = plan
        users = gate.tokens.count
        hasSenders = plan.senders > 0
        let following = plan.sockets > 0 ? max(1, plan.threads) : 0
        let count = max(1, following + (hasSenders ? 1 : 0))
        group = MultiThreadedEventLoopGroup(numberOfThreads: count)
        var numbers = (0..<following).map { index in
            Array(
                plan.sockets * index / following..<plan.sockets * (index + 1) / following
            )
        }
        if hasSenders || numbers.isEmpty {
            numbers.append(Array(plan.sockets..<plan.sockets + plan.senders))
        }
        self.numbers = numbers
        var loops: [LoadLoopReference] = []
        for (eventLoop, numbers) in zip(group.makeIterator(), numbers) {
            let share = Double(numbers.count) / Double(max(1, plan.sockets + plan.senders))
            loops.append(
                try await LoadLoopReference.make(
                    on: eventLoop,
                    gate: gate,
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
        let users = users
        return try await loop.perform { loop in
            let desk = SenderDesk(loop.sockets, users: users, loop: loop, plan: plan)
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
