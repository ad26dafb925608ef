import Billets
import BilletsSeeds
import BilletsWire

/// A help desk's tickets, and what happens to them: the same ones in every run, so that runs can be compared.
struct SampleBoard {
    /// The history that it is about.
    let epoch: Epoch

    /// Who works on it.
    let agents: [User]

    private var generator = SeededGenerator(seed: 7)
    private var now = Timestamp(millisecondsSinceEpoch: 1_790_000_000_000)

    private static let names = ["Ada", "Grace", "Edsger", "Barbara", "Katherine", "Alan"]

    private static let words = """
        hoover third floor too loud card reader bar declines every second lamp lobby flickers guest room
        forty-two asks for towels printer front desk jams on paper Wi-Fi drops near the lift since Monday
        shower runs cold in the morning minibar empty window does not close properly heating stays off
        parking gate opens slowly invoice wrong address breakfast order lost key copied safe locked noise
        from kitchen after midnight television shows no picture phone line dead smoke detector battery low
        """
        .split { $0 == " " || $0 == "\n" }.map(String.init)

    /// The board on its first morning.
    init() {
        var generator = SeededGenerator(seed: 1)
        let now = now
        epoch = .timeOrdered(at: now, using: &generator)
        agents = Self.names.map {
            User(id: .timeOrdered(at: now, using: &generator), name: $0)
        }
    }

    /// One of those who work on it.
    mutating func agent() -> User {
        agents[Int(generator.next() % UInt64(agents.count))]
    }

    /// So many words of a complaint.
    mutating func text(words count: Int) -> String {
        (0..<count).map { _ in Self.words[Int(generator.next() % UInt64(Self.words.count))] }
            .joined(separator: " ")
    }

    /// A new name for something; time goes on.
    mutating func identifier<Subject>() -> Identifier<Subject> {
        now = now.adding(.milliseconds(37))
        return .timeOrdered(at: now, using: &generator)
    }

    /// What somebody writes into the form for a new ticket.
    mutating func draft() -> TicketDraft {
        TicketDraft(title: text(words: 6), description: text(words: 25), priority: .high)
    }

    /// The ticket `number`, updated once and locked.
    mutating func ticket(_ number: Int64) -> Ticket {
        let id: TicketID = identifier()
        let (author, holder) = (agent(), agent())
        return Ticket(
            id: id,
            number: number,
            title: text(words: 6),
            description: text(words: 25),
            status: .blocked,
            priority: .high,
            assignee: agent(),
            version: 2,
            createdAt: now,
            createdBy: author,
            updatedAt: now,
            updatedBy: holder,
            lock: TicketLock(holder: holder, since: now, expiresAt: now.adding(.seconds(120)))
        )
    }

    /// The tickets 1 to `count`.
    mutating func tickets(_ count: Int64) -> [Ticket] {
        (0..<count).map { ticket($0 + 1) }
    }

    /// An update of a ticket, as the change number `revision`.
    mutating func event(_ revision: Int64 = 1) -> TicketEvent {
        let ticket = ticket(revision)
        return TicketEvent(
            revision: Revision(revision),
            at: now,
            by: ticket.updatedBy,
            change: .updated(ticket)
        )
    }

    /// The changes 1 to `count` as they travel.
    mutating func wireEvents(_ count: Int64) -> [WireEvent] {
        (0..<count).map { WireEvent(event($0 + 1), epoch: epoch) }
    }
}
