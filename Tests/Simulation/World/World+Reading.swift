import Billets
import BilletsLoad
import BilletsWire
import NIOCore

// How clients read what was sent to them, and what is checked as they do.
extension World {
    /// A client reads what has come; a slow one, one thing at a time.
    mutating func readParcels(on connection: Int) {
        connections[connection].isReadPlanned = false
        let client = connections[connection].client
        var rest = clients[client].isSlow ? 1 : connections[connection].parcels.count
        while rest > 0, connections[connection].isOpenAtClient,
            !connections[connection].parcels.isEmpty
        {
            rest -= 1
            let parcel = connections[connection].parcels.removeFirst()
            connections[connection].unreadBytes -= parcel.bytes
            take(parcel, on: connection)
        }
        if connections[connection].isOpenAtGateway, connections[connection].isWritable {
            drain(connection)
        }
        planReading(on: connection)
    }

    private mutating func take(_ parcel: Parcel, on connection: Int) {
        switch parcel {
        case .message(let message): take(message, on: connection)
        case .frames(let frames):
            var frames = frames
            while let payload = frames.readFramePayload() {
                take(meaning(of: payload), on: connection)
            }
            if frames.readableBytes > 0 { blame("half a frame was sent") }
        case .goodbye:
            note("\(words(connection)) is told to come back")
            plan(.noticeEnd(connection: connection), after: random.within(100...3_000))
            lose(connection)
        }
    }

    private mutating func meaning(of payload: ByteBuffer) -> ServerMessage? {
        if let known = meanings[payload] { return known }
        do throws(Rejection) {
            let message = try ServerMessage(decoding: Array(payload.readableBytesView))
            meanings[payload] = message
            return message
        } catch {
            blame("unreadable: \(error)")
            return nil
        }
    }

    private mutating func take(_ message: ServerMessage?, on connection: Int) {
        guard let message else { return }
        let client = connections[connection].client
        expectAnswer(client, message)
        clients[client].observation.take(message)
        blame(clients[client].observation.discrepancies.first.map { "\(words(connection)): \($0)" })
        switch message {
        case .welcome, .draining: break
        case .event(let event): applied(event, on: connection)
        case .allTickets(let cursor, _, let more):
            if !more { received(cursor, on: connection) }
        case .resumed: resumed(on: connection)
        case .accepted(let requestID, let revision, let ticket):
            accepted(requestID, revision, ticket, on: connection)
        case .rejected(let requestID, let rejection):
            rejected(requestID, rejection, on: connection)
        }
    }

    /// A client that asked twice may be answered twice, the second time in the middle of the first.
    private mutating func expectAnswer(_ client: Int, _ message: ServerMessage) {
        switch message {
        case .allTickets(let cursor, _, let more):
            if let loading = clients[client].loading, loading != cursor,
                clients[client].questions > 1
            {
                clients[client].questions -= 1
                clients[client].observation.askForTickets(since: nil)
            }
            clients[client].loading = more ? cursor : nil
        case .welcome, .resumed, .event, .accepted, .rejected, .draining:
            break
        }
    }

    private mutating func answered(_ client: Int) {
        clients[client].questions = max(0, clients[client].questions - 1)
        if clients[client].questions > 0 { clients[client].observation.askForTickets(since: nil) }
    }

    private mutating func applied(_ event: TicketEvent, on connection: Int) {
        tally.deliveries += 1
        note("\(words(connection)) applies \(event.revision)")
        guard let epoch = clients[connections[connection].client].observation.cursor?.epoch else {
            return
        }
        blame(auditor.applied(event, of: epoch))
    }

    private mutating func received(_ cursor: Cursor, on connection: Int) {
        let client = connections[connection].client
        tally.deliveries += 1
        note("\(words(connection)) has all tickets at \(cursor.revision)")
        blame(clients[client].observation.board.flatMap { auditor.received($0) })
        answered(client)
        if !clients[client].isLive { begin(client, on: connection) }
    }

    private mutating func resumed(on connection: Int) {
        let client = connections[connection].client
        note("\(words(connection)) resumes")
        if clients[client].observation.board == nil {
            blame("\(words(connection)) was resumed at another place than it had asked for")
        }
        answered(client)
        if !clients[client].isLive { begin(client, on: connection) }
    }

    private mutating func accepted(
        _ requestID: RequestID?,
        _ revision: Revision,
        _ ticket: Ticket?,
        on connection: Int
    ) {
        guard let requestID else { return }
        note("\(words(connection)) hears that \(requestID.short) is accepted as \(revision)")
        blame(auditor.acknowledged(requestID, revision, ticket))
        settle(requestID, on: connection)
    }

    private mutating func rejected(
        _ requestID: RequestID?,
        _ rejection: Rejection,
        on connection: Int
    ) {
        let delay = random.within(50_000...300_000)
        guard let requestID else {
            note("\(words(connection)) hears that its place cannot be found now")
            let client = connections[connection].client
            clients[client].questions = max(0, clients[client].questions - 1)
            if !clients[client].isLive {
                plan(.askAgain(connection: connection), after: delay)
            }
            return
        }
        note("\(words(connection)) hears that \(requestID.short) is \(rejection.code.rawValue)")
        if rejection.code == .unavailable {
            plan(.retry(connection: connection, requestID), after: delay)
        } else {
            settle(requestID, on: connection)
        }
    }

    private mutating func settle(_ requestID: RequestID, on connection: Int) {
        clients[connections[connection].client].intents.removeAll { $0.requestID == requestID }
    }
}

extension ByteBuffer {
    /// Takes out the payload of the next text frame of a server (RFC 6455, section 5.2); nil if there is no
    /// whole one.
    fileprivate mutating func readFramePayload() -> ByteBuffer? {
        guard let length = getInteger(at: readerIndex + 1, as: UInt8.self) else { return nil }
        var (header, bytes) = (2, Int(length))
        if length == 126 {
            header = 4
            bytes = Int(getInteger(at: readerIndex + 2, as: UInt16.self) ?? 0)
        } else if length == 127 {
            header = 10
            bytes = Int(getInteger(at: readerIndex + 2, as: UInt64.self) ?? 0)
        }
        guard readableBytes >= header + bytes else { return nil }
        moveReaderIndex(forwardBy: header)
        return readSlice(length: bytes)
    }
}
