import Billets
import BilletsWire
import GRPCCore
import Testing

@testable import BilletsLink

@Suite("Messages of the link")
struct MessageTests {
    private static let user = User(id: .random(), name: "Ada \u{1F600}")
    private static let time = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)

    private static let fullTicket = Ticket(
        id: .random(),
        number: 42,
        title: "Hoover is too loud",
        description: "From 5 to 7.",
        status: .blocked,
        priority: .urgent,
        assignee: user,
        version: 7,
        createdAt: time,
        createdBy: user,
        updatedAt: time,
        updatedBy: user,
        lock: TicketLock(holder: user, since: time, expiresAt: time)
    )

    private static var bareTicket: Ticket {
        var ticket = fullTicket
        ticket.assignee = nil
        ticket.updatedBy = nil
        ticket.lock = nil
        ticket.description = ""
        return ticket
    }

    private static let commands: [TicketCommand] = [
        .create(TicketDraft(title: "t")),
        .create(
            TicketDraft(
                id: .random(),
                title: "t",
                description: "d",
                status: .closed,
                priority: .low,
                assignee: user.id
            )
        ),
        .lock(.random()),
        .unlock(.random()),
        .update(.random(), version: 3, TicketEdit()),
        .update(.random(), version: nil, TicketEdit()),
        .update(.random(), version: 3, TicketEdit(title: "", assignee: .nobody)),
        .update(
            .random(),
            version: 3,
            TicketEdit(
                title: "t",
                description: "",
                status: .open,
                priority: .high,
                assignee: .user(user.id)
            )
        ),
    ]

    @Test("A ticket comes out as it went in", arguments: [fullTicket, bareTicket])
    func tickets(_ ticket: Ticket) throws {
        #expect(try Ticket(ticket.message) == ticket)
    }

    @Test("A command comes out as it went in", arguments: commands)
    func command(_ command: TicketCommand) throws {
        for requestID in [RequestID.random(), nil] {
            let request = CommandRequest(user: Self.user, requestID: requestID, command: command)
            let message = request.message(sequence: 9)
            #expect(message.sequence == 9)
            #expect(try CommandRequest(message) == request)
        }
    }

    @Test("An answer comes out as it went in")
    func answers() throws {
        let event = WireEvent(
            cursor: Cursor(epoch: .random(), revision: Revision(3)),
            payload: Array("{}".utf8)
        )
        let answers: [Result<Acceptance, Rejection>] = [
            .success(
                Acceptance(revision: Revision(3), ticket: Self.fullTicket, events: [event, event])
            ),
            .success(Acceptance(revision: Revision(3), ticket: nil, events: [])),
            .failure(Rejection(.locked, "Eve has it.", ticket: Self.fullTicket)),
        ]
        for answer in answers {
            #expect(try Result(answer.message(sequence: 1)) == answer)
        }
    }

    @Test(
        "A rejection comes out of a call's status as it went in",
        arguments: RejectionCode.allCases
    )
    func rejections(_ code: RejectionCode) {
        let rejection = Rejection(code, "Why: \u{201C}because\u{201D}.")
        #expect(RPCError(rejection).rejection == rejection)
    }

    @Test("A rejection's cause stays where it is")
    func cause() {
        let rejection = Rejection(.unavailable, "Not now.", cause: "disk full")
        #expect(RPCError(rejection).rejection?.cause == nil)
    }

    @Test("A status of the transport carries no rejection")
    func transportStatus() {
        #expect(RPCError(code: .unavailable, message: "gone").rejection == nil)
    }

    @Test("A message without what it must have names the field")
    func faults() {
        var message = CommandRequest(user: Self.user, requestID: nil, command: .lock(.random()))
            .message(sequence: 1)
        message.clearUser()
        #expect(throws: MessageFault("user is missing.")) { try CommandRequest(message) }
        #expect(throws: MessageFault.self) { try CommandRequest(ProtoCommand()) }
        #expect(throws: MessageFault.self) { try Ticket(ProtoTicket()) }
        #expect(throws: MessageFault.self) { try Account(nil) }
        #expect(throws: MessageFault.self) { try Result(ProtoAnswer()) }
        #expect(throws: MessageFault.self) { try EventPageAssembly().page() }
    }

    @Test("A snapshot that was cut off is none")
    func cutSnapshot() throws {
        var assembly = SnapshotAssembly()
        var head = ProtoSnapshotPart()
        head.head.cursor = Cursor(epoch: .random(), revision: Revision(1)).message
        head.head.ticketCount = 2
        try assembly.take(head)
        var batch = ProtoSnapshotPart()
        batch.batch.tickets = [Self.fullTicket.message]
        try assembly.take(batch)
        #expect(throws: MessageFault("1 of 2 tickets came.")) { try assembly.snapshot() }
        try assembly.take(batch)
        #expect(try assembly.snapshot().tickets.count == 2)
    }
}
