import Billets
import Testing

@Suite struct TicketRulesTests {
    private typealias Fixture = TicketFixture

    @Test("A new ticket is at version 1, was updated when it was created, and is not locked")
    func creates() throws {
        let id = TicketID.random()
        let draft = TicketDraft(
            title: "\t Hoover is too loud\n",
            description: " as it is ",
            status: .blocked,
            priority: .low
        )
        let step = try Ticket.creating(
            draft,
            id: id,
            number: 3,
            assignee: Fixture.grace,
            by: Fixture.ada,
            at: Fixture.start
        )
        let expected = Ticket(
            id: id,
            number: 3,
            title: "Hoover is too loud",
            description: " as it is ",
            status: .blocked,
            priority: .low,
            assignee: Fixture.grace,
            version: 1,
            createdAt: Fixture.start,
            createdBy: Fixture.ada,
            updatedAt: Fixture.start,
            updatedBy: nil,
            lock: nil
        )
        #expect(step.ticket == expected)
        #expect(step.change == .created(expected))
        #expect(step.by == Fixture.ada)
    }

    @Test("An update writes the named fields, and counts the version on")
    func updates() throws {
        let ticket = try Fixture.ticket()
        let edit = TicketEdit(
            title: " New ",
            description: "Story",
            status: .closed,
            priority: .urgent,
            assignee: .user(Fixture.grace.id)
        )
        let steps = try ticket.updating(
            edit,
            assignee: Fixture.grace,
            seenVersion: 1,
            by: Fixture.grace,
            at: Fixture.second(5)
        )
        var expected = ticket
        expected.title = "New"
        expected.description = "Story"
        expected.status = .closed
        expected.priority = .urgent
        expected.assignee = Fixture.grace
        expected.version = 2
        expected.updatedAt = Fixture.second(5)
        expected.updatedBy = Fixture.grace
        #expect(steps.map(\.ticket) == [expected])
        #expect(steps.map(\.change) == [.updated(expected)])
    }

    @Test("An update leaves alone what it does not name, and can take the assignee away")
    func updatesInPart() throws {
        var ticket = try Fixture.ticket()
        ticket.assignee = Fixture.grace
        let kept = try update(ticket, TicketEdit(title: "New"))
        #expect(kept.assignee == Fixture.grace)
        #expect(kept.description == ticket.description)
        #expect(try update(ticket, TicketEdit(assignee: .nobody)).assignee == nil)
    }

    @Test("An update that names nothing is refused")
    func refusesEmptyUpdate() throws {
        let ticket = try Fixture.ticket()
        let refusal = #expect(throws: Rejection.self) { try update(ticket, TicketEdit()) }
        #expect(refusal?.code == .invalidMessage)
    }

    @Test("An update against any other version is refused with the ticket", arguments: [0, 1, 3])
    func refusesOtherVersions(seenVersion: Int64) throws {
        let ticket = try update(try Fixture.ticket(), TicketEdit(title: "Second"))
        let refusal = #expect(throws: Rejection.self) {
            try ticket.updating(
                TicketEdit(title: "Third"),
                assignee: nil,
                seenVersion: seenVersion,
                by: Fixture.ada,
                at: Fixture.start
            )
        }
        #expect(refusal?.code == .versionConflict)
        #expect(refusal?.ticket == ticket)
    }

    @Test("A text beyond its limit is refused in an update too")
    func refusesLongTexts() throws {
        let ticket = try Fixture.ticket()
        let long = String(repeating: "x", count: 16_385)
        for edit in [TicketEdit(title: long), TicketEdit(description: long)] {
            let refusal = #expect(throws: Rejection.self) { try update(ticket, edit) }
            #expect(refusal?.code == .tooLarge)
        }
    }

    @Test("A lock keeps everybody but its holder from locking and updating")
    func locks() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        let before = Fixture.start.adding(.seconds(120) - .milliseconds(1))
        let lockRefusal = #expect(throws: Rejection.self) {
            try ticket.locking(by: Fixture.grace, under: LeasePolicy(), at: before)
        }
        let updateRefusal = #expect(throws: Rejection.self) {
            try ticket.updating(
                TicketEdit(title: "New"),
                assignee: nil,
                seenVersion: 1,
                by: Fixture.grace,
                at: before
            )
        }
        for refusal in [lockRefusal, updateRefusal] {
            #expect(refusal?.code == .locked)
            #expect(refusal?.ticket == ticket)
        }
        #expect(try update(ticket, TicketEdit(title: "New")).lock == ticket.lock)
    }

    @Test("Locking changes nothing but the lock")
    func locksOnly() throws {
        let locked = try Fixture.locked(by: Fixture.grace)
        #expect(
            locked.lock
                == TicketLock(
                    holder: Fixture.grace,
                    since: Fixture.start,
                    expiresAt: Fixture.second(120)
                )
        )
        #expect(locked.version == 1)
        #expect(locked.updatedBy == nil)
        #expect(locked.updatedAt == Fixture.start)
    }

    @Test("A renewal keeps since when the lock was held, unless it had run out")
    func renews() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        let renewed = try ticket.locking(
            by: Fixture.ada,
            under: LeasePolicy(),
            at: Fixture.second(119)
        )
        #expect(renewed.map(\.ticket.lock?.since) == [Fixture.start])
        #expect(renewed.map(\.ticket.lock?.expiresAt) == [Fixture.second(239)])
        let again = try ticket.locking(
            by: Fixture.ada,
            under: LeasePolicy(),
            at: Fixture.second(120)
        )
        #expect(again.first?.change == .unlocked(ticket.id, .expired))
        #expect(again.last?.ticket.lock?.since == Fixture.second(120))
        #expect(again.count == 2)
    }

    @Test("A lock that has run out ends first when somebody else takes or updates the ticket")
    func endsExpiredFirst() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        let now = Fixture.second(120)
        let locking = try ticket.locking(by: Fixture.grace, under: LeasePolicy(), at: now)
        let updating = try ticket.updating(
            TicketEdit(title: "New"),
            assignee: nil,
            seenVersion: 1,
            by: Fixture.grace,
            at: now
        )
        for steps in [locking, updating] {
            #expect(steps.count == 2)
            #expect(steps.first?.change == .unlocked(ticket.id, .expired))
            #expect(steps.map(\.by) == [nil, Fixture.grace])
        }
        #expect(locking.last?.ticket.lock?.holder == Fixture.grace)
        #expect(updating.last?.ticket.lock == nil)
        #expect(updating.last?.ticket.version == 2)
    }

    @Test("A lock is given back by its holder while it lasts, and by nobody else")
    func unlocks() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        let steps = try ticket.unlocking(by: Fixture.ada, at: Fixture.second(1))
        #expect(steps.map(\.change) == [.unlocked(ticket.id, .released)])
        #expect(steps.map(\.ticket.lock) == [nil])
        let attempts: [(Ticket, User, Timestamp)] = [
            (ticket, Fixture.grace, Fixture.second(1)),
            (ticket, Fixture.ada, Fixture.second(120)),
            (try Fixture.ticket(), Fixture.ada, Fixture.second(1)),
        ]
        for (ticket, user, now) in attempts {
            let refusal = #expect(throws: Rejection.self) {
                try ticket.unlocking(by: user, at: now)
            }
            #expect(refusal?.code == .notLocked)
        }
    }

    @Test("A lock is held until the very millisecond at which it ends")
    func expires() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        let end = Fixture.second(120)
        let before = end.adding(.milliseconds(-1))
        #expect(ticket.lock(at: before) == ticket.lock)
        #expect(ticket.expiring(at: before) == nil)
        #expect(ticket.lock(at: end) == nil)
        #expect(ticket.expiring(at: end)?.change == .unlocked(ticket.id, .expired))
        #expect(ticket.expiring(at: end)?.by == nil)
        #expect(try Fixture.ticket().expiring(at: end) == nil)
    }

    @Test("A lock whose holder is gone ends with that reason")
    func abandons() throws {
        let ticket = try Fixture.locked(by: Fixture.ada)
        #expect(ticket.abandoning()?.change == .unlocked(ticket.id, .disconnected))
        #expect(ticket.abandoning()?.ticket.lock == nil)
        #expect(try Fixture.ticket().abandoning() == nil)
    }

    private func update(_ ticket: Ticket, _ edit: TicketEdit) throws(Rejection) -> Ticket {
        try ticket.updating(
            edit,
            assignee: nil,
            seenVersion: ticket.version,
            by: Fixture.ada,
            at: Fixture.second(1)
        )[0].ticket
    }
}
