import Billets
import BilletsWire
import Synchronization

/// A store that hangs when a test wants it: commands are carried out and not answered, questions wait.
final class HeldStore: TicketStore {
    private struct State {
        var isHolding = false
        var held: [@Sendable () -> Void] = []
        var submissions = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// The store behind it.
    let memory: MemoryStore

    private let state = Mutex(State())

    /// A store in front of `memory`, which does not hang.
    init(_ memory: MemoryStore) {
        self.memory = memory
    }

    /// Hangs from now on.
    func hold() {
        state.withLock { $0.isHolding = true }
    }

    /// Answers what has waited, and hangs no more.
    func release() {
        let held = state.withLock { state in
            state.isHolding = false
            defer { state.held = [] }
            return state.held
        }
        for answer in held { answer() }
    }

    /// Waits until so many commands have come altogether.
    func received(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                if state.submissions < count { state.waiters.append((count, continuation)) }
                return state.submissions >= count
            }
            if isNow { continuation.resume() }
        }
    }

    private func whenFree(_ answer: @escaping @Sendable () -> Void) {
        let isHeld = state.withLock { state in
            if state.isHolding { state.held.append(answer) }
            return state.isHolding
        }
        if !isHeld { answer() }
    }

    private func pass() async {
        await withCheckedContinuation { continuation in whenFree { continuation.resume() } }
    }

    func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        memory.submit(request) { result in self.whenFree { address.take(result) } }
        let reached = state.withLock { state in
            state.submissions += 1
            let reached = state.waiters.filter { $0.count <= state.submissions }
            state.waiters.removeAll { $0.count <= state.submissions }
            return reached
        }
        for waiter in reached { waiter.continuation.resume() }
    }

    func identity() async throws(Rejection) -> StoreIdentity {
        await pass()
        return try await memory.identity()
    }

    func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        await pass()
        return try await memory.events(after: revision, limit: limit)
    }

    func snapshot() async throws(Rejection) -> Snapshot {
        await pass()
        return try await memory.snapshot()
    }

    func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? {
        await pass()
        return try await memory.ticket(id)
    }

    func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        await pass()
        return try await memory.tickets(query)
    }

    func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        await pass()
        return try await memory.history(of: id, before: revision, limit: limit)
    }

    func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        await pass()
        return try await memory.maintain(report)
    }

    func gateways() async throws(Rejection) -> [GatewayPresence] {
        await pass()
        return try await memory.gateways()
    }

    func register(_ instance: NodeInstance) async throws(Rejection) -> NodeRegistration {
        await pass()
        return try await memory.register(instance)
    }

    func unregister(_ instance: NodeInstance) async {
        await memory.unregister(instance)
    }

    func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        await pass()
        return try await memory.requestLogLevel(level, of: node)
    }
}
