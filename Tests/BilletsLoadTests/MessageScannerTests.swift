import Billets
import BilletsLoad
import BilletsWire
import Testing

@Suite struct MessageScannerTests {
    private static let ada = User(id: .random(), name: #"Ada "revision":7,"more":true}"#)
    private static let cursor = Cursor(epoch: .random(), revision: Revision(41))

    private static let ticket = Ticket(
        id: .random(),
        number: 3,
        title: #"{"type":"TicketUpdated","revision":1}"#,
        description: #"@load:"revision":9"#,
        status: .open,
        priority: .normal,
        assignee: ada,
        version: 12,
        createdAt: Timestamp(millisecondsSinceEpoch: 0),
        createdBy: ada,
        updatedAt: Timestamp(millisecondsSinceEpoch: 0),
        updatedBy: nil,
        lock: nil
    )

    private func scan(_ message: ServerMessage) -> ScannedMessage {
        scan(message.encoded())
    }

    /// In the middle of other bytes, as a socket reads it.
    private func scan(_ bytes: [UInt8]) -> ScannedMessage {
        let around = Array(#"{"type":"TicketLocked","revision":99"#.utf8)
        let all = around + bytes + around
        return MessageScanner.scan(
            all.span,
            from: around.count,
            to: around.count + bytes.count
        )
    }

    @Test func `Every kind of event is known by its revision`() {
        let lock = TicketLock(
            holder: Self.ada,
            since: Timestamp(millisecondsSinceEpoch: 0),
            expiresAt: Timestamp(millisecondsSinceEpoch: 1)
        )
        let changes: [TicketChange] = [
            .created(Self.ticket), .updated(Self.ticket), .locked(Self.ticket.id, lock),
            .unlocked(Self.ticket.id, .expired),
        ]
        for (offset, change) in changes.enumerated() {
            let event = TicketEvent(
                revision: Revision(1_000_000_000_000 + Int64(offset)),
                at: Timestamp(millisecondsSinceEpoch: 0),
                by: Self.ada,
                change: change
            )
            #expect(
                scan(.event(event)) == .event(revision: 1_000_000_000_000 + Int64(offset))
            )
        }
    }

    @Test func `Other messages are known by what they say of themselves, not by what users wrote`()
    {
        let welcome = Welcome(
            connectionID: "c",
            node: #"a "revision":5"#,
            user: Self.ada,
            cursor: Self.cursor,
            leaseDuration: .seconds(120)
        )
        #expect(scan(.welcome(welcome)) == .welcome(revision: 41))
        #expect(scan(.resumed(cursor: Self.cursor, missed: 2)) == .resumed(revision: 41))
        for more in [true, false] {
            let part = ServerMessage.allTickets(
                cursor: Self.cursor,
                tickets: [Self.ticket],
                more: more
            )
            #expect(scan(part) == .snapshot(revision: 41, more: more))
        }
    }

    @Test func `An acceptance says which command it answers`() {
        let number = CommandNumber(slot: 513, sequence: 77_000)
        let id = number.requestID(ofRun: RequestID.random().uuid)
        let accepted = ServerMessage.accepted(
            requestID: id,
            revision: Revision(8),
            ticket: Self.ticket
        )
        #expect(scan(accepted) == .accepted(number, revision: 8))
        #expect(CommandNumber(id) == number)
    }

    @Test func `What looks otherwise is left to the decoder`() {
        #expect(scan(Array(#"{ "type": "TicketUpdated", "revision": 4 }"#.utf8)) == .other)
        #expect(scan(Array(#"{"revision":4,"type":"TicketUpdated"}"#.utf8)) == .other)
        #expect(scan(.rejected(requestID: nil, Rejection(.locked, "No."))) == .other)
        #expect(scan([]) == .other)
        #expect(scan(Array(#"{"type":"TicketUpdated","revision":"#.utf8)) == .other)
        #expect(scan(.accepted(requestID: nil, revision: Revision(8), ticket: nil)) == .other)
    }

    @Test func `A ticket's version is found in a part of the board`() {
        let part = ServerMessage.allTickets(
            cursor: Self.cursor,
            tickets: [Self.ticket],
            more: false
        ).encoded()
        let id = Self.ticket.id.description
        #expect(MessageScanner.version(ofTicket: id, in: part.span) == 12)
        let other = TicketID.random().description
        #expect(MessageScanner.version(ofTicket: other, in: part.span) == nil)
    }
}
