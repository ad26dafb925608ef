import Billets
import BilletsChaos
import BilletsLoad
import BilletsWire

/// A short run in which everything went well, to be spoiled.
struct RecordFixture {
    /// Those who act.
    let ada = User(id: .random(), name: "Ada")

    /// And another.
    let grace = User(id: .random(), name: "Grace")

    /// The history.
    let epoch = Epoch.random()

    /// The ticket that everything happens to.
    let ticketID = TicketID.random()

    /// How long locks last.
    static let lease: Duration = .seconds(120)

    /// The ticket in a version of it.
    func ticket(version: Int64 = 1, title: String = "Loud", lock: TicketLock? = nil) -> Ticket {
        Ticket(
            id: ticketID,
            number: 1,
            title: title,
            description: "",
            status: .open,
            priority: .normal,
            assignee: nil,
            version: version,
            createdAt: at(1),
            createdBy: ada,
            updatedAt: at(version),
            updatedBy: version > 1 ? ada : nil,
            lock: lock
        )
    }

    /// A moment.
    func at(_ seconds: Int64) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: 1_000_000 + seconds * 1000)
    }

    /// A lock that `user` took at a moment.
    func lock(_ user: User, at seconds: Int64) -> TicketLock {
        TicketLock(holder: user, since: at(seconds), expiresAt: at(seconds + 120))
    }

    /// The event number `revision`.
    func event(_ revision: Int64, by user: User?, _ change: TicketChange, at seconds: Int64? = nil)
        -> TicketEvent
    {
        TicketEvent(
            revision: Revision(revision),
            at: at(seconds ?? revision),
            by: user,
            change: change
        )
    }

    /// Created, locked, changed and unlocked by Ada, then locked by Grace; each the answer to an intent.
    var events: [TicketEvent] {
        [
            event(1, by: ada, .created(ticket())),
            event(2, by: ada, .locked(ticketID, lock(ada, at: 2))),
            event(
                3,
                by: ada,
                .updated(ticket(version: 2, title: "Too loud", lock: lock(ada, at: 2)))
            ),
            event(4, by: ada, .unlocked(ticketID, .released)),
            event(5, by: grace, .locked(ticketID, lock(grace, at: 5))),
        ]
    }

    /// The run: two clients who saw all of it, and agree with the database and with HTTP.
    func record() -> RunRecord {
        let messages: [ClientMessage] = [
            .createTicket(TicketDraft(title: "Loud")), .lockTicket(ticketID),
            .updateTicket(ticketID, version: 1, TicketEdit(title: "Too loud")),
            .unlockTicket(ticketID), .lockTicket(ticketID),
        ]
        let intents = zip(messages, events).map { message, event in
            intent(message, of: event)
        }
        let rows = zip(events, intents).map { EventRow(event: $0, requestID: $1.requestID) }
        let final = ticket(version: 2, title: "Too loud", lock: lock(grace, at: 5))
        let board = Board(cursor: Cursor(epoch: epoch, revision: Revision(5)), tickets: [final])
        return RunRecord(
            agents: [ada, grace].map { user in
                var agent = AgentRecord(name: "agent of \(user.name)", user: user)
                agent.streams = [stream(events)]
                agent.intents = intents.filter { $0.userID == user.id }
                agent.board = board
                return agent
            },
            database: DatabaseRecord(epoch: epoch, events: rows, tickets: [final]),
            listings: [GatewayListing(gateway: 0, revision: Revision(5), tickets: [final])],
            leaseDuration: Self.lease
        )
    }

    /// What a client was sent that began with an empty board.
    func stream(_ events: [TicketEvent]) -> StreamRecord {
        let start = StreamStart(
            since: nil,
            cursor: Cursor(epoch: epoch, revision: .none),
            isSnapshot: true,
            eventsBefore: 0
        )
        return StreamRecord(gateway: 0, start: start, events: events)
    }

    /// The accepted command that caused an event; it took half a second.
    func intent(_ message: ClientMessage, of event: TicketEvent) -> Intent {
        let seconds = event.revision.number
        var intent = Intent(
            requestID: .random(),
            userID: event.by?.id ?? ada.id,
            message: message,
            sentAt: .seconds(seconds)
        )
        intent.attempts = 1
        intent.answeredAt = .seconds(seconds) + .milliseconds(500)
        intent.outcome = .accepted(event.revision, event.change.ticket)
        return intent
    }
}
