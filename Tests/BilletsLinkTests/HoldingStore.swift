import Billets
import BilletsWire
import Synchronization

/// A store that counts what it is given, and keeps its answers to itself until it is told to speak.
final class HoldingStore: TicketStore {
    private struct State {
        var isHolding: Bool
        var held: [@Sendable () -> Void] = []
    }

    /// The store behind it.
    let memory: MemoryStore

    /// How many commands it was given.
    let submissions = TestSignal()

    private let state: Mutex<State>

    /// A store in front of `memory`.
    init(_ memory: MemoryStore = MemoryStore(), isHolding: Bool = true) {
        self.memory = memory
        state = Mutex(State(isHolding: isHolding))
    }

    /// Gives the answers that were held, and holds no more.
    func speak() {
        let held = state.withLock { state in
            defer { state = State(isHolding: false) }
            return state.held
        }
        for answer in held { answer() }
    }

    func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        memory.submit(request) { result in
            let isHeld = self.state.withLock { state in
                if state.isHolding { state.held.append { address.take(result) } }
                return state.isHolding
            }
            if !isHeld { address.take(result) }
        }
        submissions.increment()
    }

    func identity() async throws(Rejection) -> StoreIdentity { try await memory.identity() }

    func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        try await memory.events(after: revision, limit: limit)
    }

    func snapshot() async throws(Rejection) -> Snapshot { try await memory.snapshot() }

    func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? { try await memory.ticket(id) }

    func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        try await memory.tickets(query)
    }

    func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        try await memory.history(of: id, before: revision, limit: limit)
    }

    func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        try await memory.maintain(report)
    }

    func gateways() async throws(Rejection) -> [GatewayPresence] {
        try await memory.gateways()
    }

    func register(_ instance: NodeInstance) async throws(Rejection) -> NodeRegistration {
        try await memory.register(instance)
    }

    func unregister(_ instance: NodeInstance) async {
        await memory.unregister(instance)
    }

    func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        try await memory.requestLogLevel(level, of: node)
    }
}
