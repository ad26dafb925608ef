import Billets
import Testing

@Suite struct BoardTests {
    private typealias Fixture = TicketFixture
    private let epoch = Epoch.random()

    @Test("A board takes changes in, one after the other")
    func applies() throws {
        var board = Board(cursor: Cursor(epoch: epoch, revision: .none))
        let created = try Fixture.ticket()
        let locked = try Fixture.locked(by: Fixture.ada)
        let lock = try #require(locked.lock)
        var updated = created
        updated.title = "New"
        try board.apply(event(1, .created(created)))
        #expect(board.tickets == [created.id: created])
        try board.apply(event(2, .updated(updated)))
        #expect(board.tickets == [created.id: updated])
        try board.apply(event(3, .locked(created.id, lock)))
        #expect(board.tickets[created.id]?.lock == lock)
        try board.apply(event(4, .unlocked(created.id, .expired)))
        #expect(board.tickets == [created.id: updated])
        #expect(board.cursor == Cursor(epoch: epoch, revision: Revision(4)))
    }

    @Test("A change that is not the next one is refused and changes nothing", arguments: [4, 5, 7])
    func refusesDisorder(number: Int64) throws {
        let ticket = try Fixture.ticket()
        let cursor = Cursor(epoch: epoch, revision: Revision(5))
        var board = Board(cursor: cursor, tickets: [ticket])
        let change = event(number, .unlocked(ticket.id, .released))
        let discrepancy = Discrepancy.outOfOrder(
            expected: Revision(6),
            received: Revision(number)
        )
        #expect(throws: discrepancy) { try board.apply(change) }
        #expect(board == Board(cursor: cursor, tickets: [ticket]))
    }

    @Test("A lock of a ticket that is not there is refused and changes nothing")
    func refusesUnknownTickets() throws {
        let id = TicketID.random()
        let cursor = Cursor(epoch: epoch, revision: Revision(5))
        var board = Board(cursor: cursor)
        let change = event(6, .unlocked(id, .released))
        #expect(throws: Discrepancy.unknownTicket(id, Revision(6))) { try board.apply(change) }
        #expect(board == Board(cursor: cursor))
    }

    private func event(_ number: Int64, _ change: TicketChange) -> TicketEvent {
        TicketEvent(revision: Revision(number), at: Fixture.start, by: Fixture.ada, change: change)
    }
}
