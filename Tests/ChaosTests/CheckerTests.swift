import Billets
import BilletsChaos
import BilletsLoad
import BilletsWire
import Testing

/// Each check is seen to fail.
@Suite struct CheckerTests {
    private let fixture = RecordFixture()

    /// The promises that are broken in the run that `spoil` has spoiled.
    private func broken(_ spoil: (inout RunRecord) -> Void) -> Set<Violation.Promise> {
        var record = fixture.record()
        spoil(&record)
        return Set(Checker(record).violations().map(\.promise))
    }

    @Test func `A run in which all went well has no violations`() {
        #expect(broken { _ in } == [])
    }

    // MARK: Streams

    @Test func `A missing event is seen`() {
        let promises = broken { $0.agents[0].streams[0].events.remove(at: 2) }
        #expect(promises == [.streamsAreWhole])
    }

    @Test func `An event that comes twice is seen`() {
        let promises = broken { record in
            let event = record.agents[1].streams[0].events[1]
            record.agents[1].streams[0].events.insert(event, at: 1)
        }
        #expect(promises == [.streamsAreWhole])
    }

    @Test func `Events in another order are seen`() {
        #expect(broken { $0.agents[0].streams[0].events.swapAt(1, 2) } == [.streamsAreWhole])
    }

    @Test func `An answer that does not go on where it was asked to is seen`() {
        let promises = broken { record in
            let events = record.agents[0].streams[0].events
            let start = StreamStart(
                since: Cursor(epoch: fixture.epoch, revision: Revision(1)),
                cursor: Cursor(epoch: fixture.epoch, revision: Revision(2)),
                isSnapshot: false,
                eventsBefore: 0
            )
            record.agents[0].streams = [
                StreamRecord(gateway: 1, start: start, events: Array(events[2...]))
            ]
        }
        #expect(promises == [.streamsAreWhole])
    }

    @Test func `What a client noticed by itself is told`() {
        #expect(broken { $0.agents[0].discrepancies = ["unreadable"] } == [.streamsAreWhole])
    }

    @Test func `An event that says something else than the table is seen`() {
        let promises = broken { record in
            let other = fixture.event(1, by: fixture.grace, .created(fixture.ticket()))
            record.agents[0].streams[0].events[0] = other
        }
        #expect(promises == [.contentIsTheSame])
    }

    @Test func `An event that a client saw and the table lacks is seen`() {
        let promises = broken { record in
            let lost = fixture.event(6, by: fixture.grace, .unlocked(fixture.ticketID, .released))
            record.agents[0].streams[0].events.append(lost)
        }
        #expect(promises == [.contentIsTheSame])
    }

    // MARK: Commands

    @Test func `An accepted command that is not in the table is seen`() {
        #expect(
            broken {
                $0.database.events[4] = EventRow(event: $0.database.events[4].event)
            } == [.acceptedIsThereOnce]
        )
    }

    @Test func `An accepted command that was carried out twice is seen`() {
        let promises = broken { record in
            let again = EventRow(
                event: fixture.event(
                    6,
                    by: fixture.grace,
                    .locked(fixture.ticketID, fixture.lock(fixture.grace, at: 5))
                ),
                requestID: record.database.events[4].requestID
            )
            record.database.events.append(again)
        }
        #expect(promises.contains(.acceptedIsThereOnce))
    }

    @Test func `An accepted command that became something else is seen`() {
        let promises = broken { record in
            record.agents[0].intents[1] = fixture.intent(
                .unlockTicket(fixture.ticketID),
                of: fixture.events[1]
            )
            record.database.events[1] = EventRow(
                event: fixture.events[1],
                requestID: record.agents[0].intents[1].requestID
            )
        }
        #expect(promises == [.acceptedIsThereOnce])
    }

    @Test func `A rejected command that was carried out is seen`() {
        let promises = broken { $0.agents[1].intents[0].outcome = .rejected(.locked) }
        #expect(promises == [.rejectedChangedNothing])
    }

    @Test func `A rejected command of which an attempt went unanswered may have been carried out`()
    {
        let promises = broken { record in
            record.agents[1].intents[0].outcome = .rejected(.locked)
            record.agents[1].intents[0].attemptsUnknown = 1
        }
        #expect(promises == [])
    }

    @Test func `A command of unknown fate may be there once, and not twice`() {
        #expect(broken { $0.agents[1].intents[0].outcome = .unknown } == [])
        let promises = broken { record in
            record.agents[1].intents[0].outcome = .unknown
            record.database.events.append(
                EventRow(
                    event: fixture.event(
                        6,
                        by: fixture.grace,
                        .locked(fixture.ticketID, fixture.lock(fixture.grace, at: 5))
                    ),
                    requestID: record.database.events[4].requestID
                )
            )
        }
        #expect(promises.contains(.unknownIsThereOnceAtMost))
    }
}
