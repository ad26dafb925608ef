import Billets
import BilletsWire
import GRDB

/// A write transaction in which tickets change: gives each change the next revision, and writes it
/// together with its event.
struct HistoryTransaction {
    private let tickets: TicketTable
    private let events: EventTable
    private let accounts: AccountTable
    private let epoch: Epoch
    private let now: Timestamp
    private var latest: Revision
    private var highestNumber: Int64?

    /// How many locks ended in it since their time had run out.
    private(set) var locksExpired = 0

    /// What happens in the transaction that is open on `database`, at the moment `now`.
    init(_ database: Database, at now: Timestamp) throws {
        self.now = now
        tickets = TicketTable(database: database)
        events = EventTable(database: database)
        accounts = AccountTable(database: database)
        epoch = try InstallationTable(database: database).epoch()
        latest = try events.latest()
    }

    /// Carries out a command, or answers as it was answered before.
    ///
    /// A rule that refuses it throws before anything is written.
    mutating func carryOut(_ command: WaitingCommand, under leases: LeasePolicy) throws
        -> Acceptance
    {
        let request = command.request
        try request.command.refuseIfMalformed()
        if let intent = command.intent,
            let answer = try events.answer(to: request.user.id, intent, epoch: epoch)
        {
            return answer
        }
        let steps = try request.steps(in: self, under: leases, at: now) {
            var generator = SystemRandomNumberGenerator()
            return .timeOrdered(at: now, using: &generator)
        }
        let wireEvents = try steps.enumerated()
            .map { index, step in
                try commit(step, intent: index == steps.count - 1 ? command.intent : nil)
            }
        return Acceptance(
            revision: latest,
            ticket: steps.last?.change.ticket,
            events: wireEvents
        )
    }

    /// Writes one step and its event.
    mutating func commit(_ step: TicketTransition, intent: Intent?) throws -> WireEvent {
        switch step.change {
        case .created:
            try tickets.insert(step.ticket)
            highestNumber = step.ticket.number
        case .updated: try tickets.update(step.ticket, from: step.before)
        case .locked, .unlocked: try tickets.setLock(of: step.ticket)
        }
        let event = TicketEvent(revision: latest.next, at: now, by: step.by, change: step.change)
        let wireEvent = WireEvent(event, epoch: epoch)
        try events.insert(event, payload: wireEvent.payload, intent: intent)
        latest = event.revision
        if case .unlocked(_, .expired) = step.change { locksExpired += 1 }
        return wireEvent
    }
}

extension HistoryTransaction: TicketLedger {
    /// The ticket `id`; nil if there is none.
    func ticket(_ id: TicketID) throws -> Ticket? {
        try tickets.ticket(id)
    }

    /// The user `id`, unless there is no such account or it is disabled.
    func assignee(_ id: UserID) throws -> User? {
        try accounts.account(id).flatMap { $0.isDisabled ? nil : $0.user }
    }

    /// One more than the highest number, which is asked for once.
    func nextNumber() throws -> Int64 {
        try (highestNumber ?? tickets.highestNumber()) + 1
    }
}
