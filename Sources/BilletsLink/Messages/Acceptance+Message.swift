import Billets
import BilletsWire
import FoundationEssentials

extension Cursor {
    /// Reads a cursor; it must be there.
    init(_ message: ProtoCursor?, field: StaticString) throws(MessageFault) {
        guard let message else { throw MessageFault("\(field) is missing.") }
        self.init(
            epoch: try Epoch(bytes: message.epoch, field: field),
            revision: Revision(message.revision)
        )
    }

    /// The cursor as the link carries it.
    var message: ProtoCursor {
        var message = ProtoCursor()
        message.epoch = epoch.bytes
        message.revision = revision.number
        return message
    }
}

extension WireEvent {
    /// Reads an event.
    init(_ message: ProtoEvent) throws(MessageFault) {
        self.init(
            cursor: try Cursor(message.hasCursor ? message.cursor : nil, field: "event.cursor"),
            payload: [UInt8](message.payload)
        )
    }

    /// The event as the link carries it.
    var message: ProtoEvent {
        var message = ProtoEvent()
        message.cursor = cursor.message
        message.payload = Data(payload)
        return message
    }

    /// About how many bytes the event takes in a message.
    var approximateMessageBytes: Int { payload.count + 32 }
}

extension Acceptance {
    /// Reads an acceptance.
    init(_ message: ProtoAcceptance) throws(MessageFault) {
        self.init(
            revision: Revision(message.revision),
            ticket: message.hasTicket ? try Ticket(message.ticket) : nil,
            events: try message.events.map { event throws(MessageFault) in try WireEvent(event) }
        )
    }

    /// The acceptance as the link carries it.
    var message: ProtoAcceptance {
        var message = ProtoAcceptance()
        message.revision = revision.number
        if let ticket { message.ticket = ticket.message }
        message.events = events.map(\.message)
        return message
    }
}

extension Result<Acceptance, Rejection> {
    /// Reads the answer to a command.
    init(_ message: ProtoAnswer) throws(MessageFault) {
        switch message.result {
        case .acceptance(let acceptance): self = .success(try Acceptance(acceptance))
        case .rejection(let rejection): self = .failure(try Rejection(rejection))
        case nil: throw MessageFault("The answer is missing, or of a kind that is not known here.")
        }
    }

    /// The answer to the command number `sequence` of a stream as the link carries it.
    func message(sequence: UInt64) -> ProtoAnswer {
        var message = ProtoAnswer()
        message.sequence = sequence
        switch self {
        case .success(let acceptance): message.acceptance = acceptance.message
        case .failure(let rejection): message.rejection = rejection.message(with: rejection.ticket)
        }
        return message
    }

    /// About how many bytes the answer takes in a message.
    var approximateMessageBytes: Int {
        switch self {
        case .success(let acceptance):
            acceptance.events.reduce(64 + (acceptance.ticket?.approximateMessageBytes ?? 0)) {
                $0 + $1.approximateMessageBytes
            }
        case .failure(let rejection):
            rejection.message.utf8.count + 64 + (rejection.ticket?.approximateMessageBytes ?? 0)
        }
    }
}
