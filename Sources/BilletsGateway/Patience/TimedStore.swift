import Billets
import BilletsWire
import Synchronization

/// A store as a gateway uses it: whatever is asked is answered in time, or refused, whichever way the store
/// behind it hangs.
///
/// Commands have their deadlines at the `CommandDesk`, which also spreads what is committed after them.
final class TimedStore: Sendable {
    private let tickets: any TicketStore
    private let accounts: any AccountStore
    private let patience: StorePatience
    private let questions = Atomic<Int>(0)

    /// Asks `tickets` and `accounts`, and waits as long as `patience` says.
    init(_ tickets: any TicketStore, _ accounts: any AccountStore, _ patience: StorePatience) {
        self.tickets = tickets
        self.accounts = accounts
        self.patience = patience
    }

    /// Asks something about accounts.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (any AccountStore) async throws -> Answer
    ) async throws(Rejection) -> Answer {
        let accounts = accounts
        return try await ask(within: patience.question) { try await question(accounts) }
    }

    private func askTickets<Answer: Sendable>(
        within patience: Duration? = nil,
        _ question: @escaping @Sendable (any TicketStore) async throws -> Answer
    ) async throws(Rejection) -> Answer {
        let tickets = tickets
        return try await ask(within: patience ?? self.patience.question) {
            try await question(tickets)
        }
    }

    private func ask<Answer: Sendable>(
        within patience: Duration,
        _ question: @escaping @Sendable () async throws -> Answer
    ) async throws(Rejection) -> Answer {
        let count = questions.add(1, ordering: .relaxed).newValue
        guard count <= self.patience.questionsMaximum else {
            questions.subtract(1, ordering: .relaxed)
            throw .storeOverrun
        }
        return try await TimedQuestion.answer(within: patience, to: question) { [self] in
            questions.subtract(1, ordering: .relaxed)
        }
    }
}

extension TimedStore: TicketStore {
    func identity() async throws(Rejection) -> StoreIdentity {
        try await askTickets { try await $0.identity() }
    }

    func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        tickets.submit(request, answeringTo: address)
    }

    func events(after revision: Revision, limit: Int) async throws(Rejection) -> EventPage {
        try await askTickets { try await $0.events(after: revision, limit: limit) }
    }

    func snapshot() async throws(Rejection) -> Snapshot {
        try await askTickets(within: patience.snapshot) { try await $0.snapshot() }
    }

    func ticket(_ id: TicketID) async throws(Rejection) -> Ticket? {
        try await askTickets { try await $0.ticket(id) }
    }

    func tickets(_ query: TicketQuery) async throws(Rejection) -> TicketPage {
        try await askTickets { try await $0.tickets(query) }
    }

    func history(
        of id: TicketID,
        before revision: Revision?,
        limit: Int
    ) async throws(Rejection) -> HistoryPage? {
        try await askTickets { try await $0.history(of: id, before: revision, limit: limit) }
    }

    func maintain(_ report: PresenceReport) async throws(Rejection) -> ReportAnswer {
        try await askTickets { try await $0.maintain(report) }
    }

    func register(_ instance: NodeInstance) async throws(Rejection) -> NodeRegistration {
        try await askTickets { try await $0.register(instance) }
    }

    func unregister(_ instance: NodeInstance) async {
        _ = try? await askTickets { await $0.unregister(instance) }
    }

    func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        try await askTickets { try await $0.requestLogLevel(level, of: node) }
    }

    func gateways() async throws(Rejection) -> [GatewayPresence] {
        try await askTickets { try await $0.gateways() }
    }
}
