import Billets
import BilletsWire
import Foundation

/// What the golden files tell of.
enum Sample {
    static let ticketID = TicketID(repeating: 0x7A)
    static let otherTicketID = TicketID(repeating: 0x7B)
    static let requestID = RequestID(repeating: 0x4F)
    static let ada = User(id: UserID(repeating: 0xAD), name: "Ada")
    static let grace = User(id: UserID(repeating: 0x6E), name: "Grace")
    static let cursor = Cursor(epoch: Epoch(repeating: 0xE0), revision: Revision(41))

    /// 2026-01-01T00:00:00.000Z.
    static let newYear = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000)

    /// 2026-01-02T03:04:05.678Z.
    static let morning = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)

    /// 2026-01-02T12:00:00.000Z.
    static let noon = Timestamp(millisecondsSinceEpoch: 1_767_355_200_000)

    static let lock = TicketLock(
        holder: grace,
        since: morning,
        expiresAt: morning.adding(.seconds(120))
    )

    static let newTicket = Ticket(
        id: ticketID,
        number: 42,
        title: "Hoover is too loud",
        description: "From 5 to 7 in the morning.",
        status: .open,
        priority: .normal,
        assignee: nil,
        version: 1,
        createdAt: newYear,
        createdBy: ada,
        updatedAt: newYear,
        updatedBy: nil,
        lock: nil
    )

    static let fullTicket = fullTicket(id: ticketID, number: 42)

    static func fullTicket(id: TicketID, number: Int64) -> Ticket {
        Ticket(
            id: id,
            number: number,
            title: "Hoover is too loud",
            description: "Line one\nsaid \"loud\" \\ 😀",
            status: .blocked,
            priority: .urgent,
            assignee: grace,
            version: 3,
            createdAt: newYear,
            createdBy: ada,
            updatedAt: morning,
            updatedBy: grace,
            lock: lock
        )
    }

    /// Event 42, on the morning of 2 January.
    static func event(_ change: TicketChange, by user: User?) -> TicketEvent {
        TicketEvent(revision: Revision(42), at: morning, by: user, change: change)
    }
}

extension Identifier {
    /// The id whose 16 bytes are all `byte`.
    init(repeating byte: UInt8) {
        let b = byte
        self.init(UUID(uuid: (b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b)))
    }
}
