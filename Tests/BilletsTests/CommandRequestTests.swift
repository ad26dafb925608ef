import Billets
import Testing

@Suite struct CommandRequestTests {
    private typealias Fixture = TicketFixture

    /// A database of one ticket and one person, or one that fails.
    private struct Ledger: TicketLedger {
        struct Failure: Error {}

        var known: Ticket?
        var person: User?
        var fails = false

        func ticket(_ id: TicketID) throws -> Ticket? {
            guard !fails else { throw Failure() }
            return known?.id == id ? known : nil
        }

        func assignee(_ id: UserID) throws -> User? {
            person?.id == id ? person : nil
        }

        func nextNumber() throws -> Int64 {
            42
        }
    }

    @Test("A creation takes the next number, and the id that was chosen or a new one")
    func creates() throws {
        let made = TicketID.random()
        let chosen = TicketID.random()
        let drafts = [TicketDraft(title: "a"), TicketDraft(id: chosen, title: "b")]
        let tickets = try drafts.flatMap { draft in
            try steps(.create(draft), in: Ledger(), newID: made).map(\.ticket)
        }
        #expect(tickets.map(\.id) == [made, chosen])
        #expect(tickets.map(\.number) == [42, 42])
    }

    @Test("An assignee is named as their account is")
    func assigns() throws {
        let ticket = try Fixture.ticket()
        let ledger = Ledger(known: ticket, person: Fixture.grace)
        let draft = TicketDraft(title: "a", assignee: Fixture.grace.id)
        #expect(try steps(.create(draft), in: ledger).map(\.ticket.assignee) == [Fixture.grace])
        let edit = TicketEdit(assignee: .user(Fixture.grace.id))
        let update = TicketCommand.update(ticket.id, version: 1, edit)
        #expect(try steps(update, in: ledger).map(\.ticket.assignee) == [Fixture.grace])
    }

    @Test("What is not there, or is there already, is refused")
    func refuses() throws {
        let ticket = try Fixture.ticket()
        let ledger = Ledger(known: ticket)
        let stranger = UserID.random()
        let expected: [(TicketCommand, RejectionCode)] = [
            (.lock(.random()), .notFound),
            (.unlock(.random()), .notFound),
            (.update(.random(), version: 1, TicketEdit(title: "a")), .notFound),
            (.update(ticket.id, version: 1, TicketEdit(assignee: .user(stranger))), .notFound),
            (.create(TicketDraft(title: "a", assignee: stranger)), .notFound),
            (.create(TicketDraft(id: ticket.id, title: "a")), .invalidMessage),
        ]
        for (command, code) in expected {
            let refusal = #expect(throws: Rejection.self) { try steps(command, in: ledger) }
            #expect(refusal?.code == code)
        }
    }

    @Test("A failure of the database is not taken for a rule")
    func passesFailuresOn() {
        #expect(throws: Ledger.Failure.self) {
            try steps(.lock(.random()), in: Ledger(fails: true))
        }
    }

    private func steps(
        _ command: TicketCommand,
        in ledger: Ledger,
        newID: TicketID = .random()
    ) throws -> [TicketTransition] {
        try CommandRequest(user: Fixture.ada, requestID: nil, command: command)
            .steps(in: ledger, under: LeasePolicy(), at: Fixture.start) { newID }
    }
}
