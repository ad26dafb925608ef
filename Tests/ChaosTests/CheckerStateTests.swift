import Billets
import BilletsChaos
import BilletsWire
import Testing

/// Each check of versions, locks and the end is seen to fail.
@Suite struct CheckerStateTests {
    private let fixture = RecordFixture()

    private func broken(_ spoil: (inout RunRecord) -> Void) -> Set<Violation.Promise> {
        var record = fixture.record()
        spoil(&record)
        return Set(Checker(record).violations().map(\.promise))
    }

    /// The promises broken by this event in place of the last one.
    private func broken(byLast event: TicketEvent) -> Set<Violation.Promise> {
        broken { $0.database.events[4] = EventRow(event: event) }
            .subtracting([.contentIsTheSame, .acceptedIsThereOnce, .allAgree])
    }

    @Test func `An update over a change that was not seen is seen`() {
        let promises = broken { record in
            let message = ClientMessage.updateTicket(
                fixture.ticketID,
                version: 0,
                TicketEdit(title: "Too loud")
            )
            record.agents[0].intents[2] = fixture.intent(message, of: fixture.events[2])
            record.database.events[2] = EventRow(
                event: fixture.events[2],
                requestID: record.agents[0].intents[2].requestID
            )
        }
        #expect(promises == [.updatesSawTheChange])
    }

    @Test func `An update that changes what it did not name is seen`() {
        let promises = broken { record in
            let message = ClientMessage.updateTicket(
                fixture.ticketID,
                version: 1,
                TicketEdit(priority: .normal)
            )
            record.agents[0].intents[2] = fixture.intent(message, of: fixture.events[2])
            record.database.events[2] = EventRow(
                event: fixture.events[2],
                requestID: record.agents[0].intents[2].requestID
            )
        }
        #expect(promises == [.updatesSawTheChange])
    }

    @Test func `A version that is left out is seen`() {
        let far = fixture.event(5, by: fixture.ada, .updated(fixture.ticket(version: 4)))
        #expect(broken(byLast: far) == [.updatesSawTheChange])
    }

    @Test func `A lock taken from who holds it is seen`() {
        let promises = broken { record in
            record.database.events[3] = EventRow(
                event: fixture.event(
                    4,
                    by: fixture.grace,
                    .locked(fixture.ticketID, fixture.lock(fixture.grace, at: 4))
                )
            )
        }
        #expect(promises.contains(.locksExclude))
    }

    @Test func `A change of a ticket that another has locked is seen`() {
        let promises = broken { record in
            let mine = fixture.ticket(
                version: 2,
                title: "Too loud",
                lock: fixture.lock(fixture.ada, at: 2)
            )
            record.database.events[2] = EventRow(
                event: fixture.event(3, by: fixture.grace, .updated(mine))
            )
        }
        #expect(promises.contains(.locksExclude))
    }

    @Test func `A lock that expires before its time is seen`() {
        let promises = broken { record in
            record.database.events[3] = EventRow(
                event: fixture.event(4, by: nil, .unlocked(fixture.ticketID, .expired))
            )
        }
        #expect(promises.contains(.locksExclude))
    }

    @Test func `The end of a lock that nobody holds is seen`() {
        let end = fixture.event(5, by: fixture.ada, .unlocked(fixture.ticketID, .released))
        #expect(broken(byLast: end) == [.locksExclude])
    }

    @Test func `A lease that a jumping clock has ended is seen by a clock that does not jump`() {
        let promises = broken { record in
            // By the store's clock two minutes have passed, by ours two seconds.
            let expired = fixture.event(4, by: nil, .unlocked(fixture.ticketID, .expired), at: 130)
            let lock = fixture.lock(fixture.grace, at: 131)
            let taken = fixture.event(
                5,
                by: fixture.grace,
                .locked(fixture.ticketID, lock),
                at: 131
            )
            record.database.events[3] = EventRow(event: expired)
            record.database.events[4] = EventRow(
                event: taken,
                requestID: record.database.events[4].requestID
            )
        }
        #expect(promises.contains(.leasesLast))
        #expect(!promises.contains(.locksExclude))
    }

    @Test func `A client that sees something else in the end is seen`() {
        let cursor = Cursor(epoch: fixture.epoch, revision: Revision(5))
        #expect(broken { $0.agents[1].board = Board(cursor: cursor) } == [.allAgree])
        #expect(broken { $0.agents[1].board = nil } == [.allAgree])
        let late = Cursor(epoch: fixture.epoch, revision: Revision(4))
        #expect(
            broken { $0.agents[0].board = Board(cursor: late, tickets: $0.database.tickets) }
                == [.allAgree]
        )
    }

    @Test func `A gateway that lists something else is seen`() {
        #expect(
            broken {
                $0.listings.append(GatewayListing(gateway: 1, revision: Revision(5), tickets: []))
            } == [.allAgree]
        )
    }

    @Test func `A broken file, and a revision that is missing in the table, are seen`() {
        #expect(broken { $0.database.integrity = "row 3 missing from index" } == [.fileIsWhole])
        let promises = broken { $0.database.events.remove(at: 1) }
        #expect(promises.contains(.revisionsAreContiguous))
    }

    @Test func `A violation tells what had happened, and not too much`() throws {
        var record = fixture.record()
        record.database.events[3] = EventRow(
            event: fixture.event(4, by: nil, .unlocked(fixture.ticketID, .expired))
        )
        let violation = try #require(
            Checker(record).violations().first { $0.promise == .locksExclude }
        )
        #expect(violation.description.contains("before its time"))
        #expect(violation.excerpt.count == 4)
        #expect(violation.excerpt.last?.hasPrefix("4 at ") == true)
    }
}
