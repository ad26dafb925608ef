public import Billets
public import BilletsWire
import Testing

/// A store of its own for one check: empty, with the lease policy that is the default, and with a
/// clock that the check drives.
public struct StoreUnderTest: Sendable {
    /// Where tickets are kept.
    public let tickets: any TicketStore

    /// Other ways to the same database, such as other connections; none if there is but one.
    public let others: [any TicketStore]

    /// Where its accounts are kept.
    public let accounts: any AccountStore

    /// What the store takes the time from.
    public let clock: HandClock

    /// A store that nobody else uses.
    public init(
        tickets: any TicketStore,
        others: [any TicketStore] = [],
        accounts: any AccountStore,
        clock: HandClock
    ) {
        self.tickets = tickets
        self.others = others
        self.accounts = accounts
        self.clock = clock
    }

    /// One of the ways to the database, in turns.
    func way(_ turn: Int) -> any TicketStore {
        let ways = [tickets] + others
        return ways[turn % ways.count]
    }

    /// The answer to a command that is accepted.
    @discardableResult
    func accept(
        _ command: TicketCommand,
        by user: User,
        requestID: RequestID? = nil
    ) async throws -> Acceptance {
        let request = CommandRequest(user: user, requestID: requestID, command: command)
        return try await tickets.execute(request).get()
    }

    /// Why a command is refused.
    func refusal(
        of command: TicketCommand,
        by user: User,
        requestID: RequestID? = nil
    ) async throws -> Rejection {
        let request = CommandRequest(user: user, requestID: requestID, command: command)
        let before = try await tickets.snapshot()
        switch await tickets.execute(request) {
        case .success(let acceptance):
            throw UnexpectedAnswer(description: "\(command) was accepted: \(acceptance)")
        case .failure(let rejection):
            #expect(try await tickets.snapshot() == before, "a refused command changes nothing")
            return rejection
        }
    }

    /// A new ticket.
    func create(_ title: String = "Hoover is too loud", by user: User) async throws -> Ticket {
        try #require(try await accept(.create(TicketDraft(title: title)), by: user).ticket)
    }

    /// The ticket as it stands.
    func ticket(_ id: TicketID) async throws -> Ticket {
        try #require(try await tickets.snapshot().tickets.first { $0.id == id })
    }

    /// The whole history, decoded.
    func history() async throws -> [TicketEvent] {
        try await tickets.events(after: .none, limit: 10_000).events.map { try $0.decoded() }
    }

    /// Adds an account, and answers whose it is.
    func add(_ name: String) async throws -> User {
        let user = User(id: .random(), name: name)
        try await accounts.add(
            Account(
                user: user,
                email: "\(name.lowercased())@example.org",
                role: .agent,
                passwordHash: "none"
            )
        )
        return user
    }

    /// Takes in a report of a gateway, and answers what ended.
    func report(
        _ node: String,
        arrived: [User] = [],
        departed: [User] = [],
        isComplete: Bool = false
    ) async throws -> [TicketEvent] {
        let report = PresenceReport(
            node: node,
            arrived: arrived.map(\.id),
            departed: departed.map(\.id),
            isComplete: isComplete
        )
        return try await tickets.maintain(report).events.map { try $0.decoded() }
    }
}

extension WireEvent {
    /// The event that its payload tells of.
    public func decoded() throws -> TicketEvent {
        guard case .event(let event) = try ServerMessage(decoding: payload) else {
            throw UnexpectedAnswer(description: "a payload that is no event")
        }
        return event
    }
}

extension User {
    /// Somebody who works on tickets.
    static let ada = User(id: .random(), name: "Ada")

    /// Somebody else who does.
    static let grace = User(id: .random(), name: "Grace")
}
