public import Billets
import FoundationEssentials

extension ServerMessage {
    /// Reads a message of a gateway from JSON, as our clients, tests and load testers do.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        do {
            self = try JSONDecoder().decode(ServerFrame.self, from: Data(bytes)).message
        } catch {
            throw Rejection(decoding: error)
        }
    }
}

private struct ServerFrame: Decodable {
    let message: ServerMessage

    init(from decoder: any Decoder) throws {
        message = try decoder.container(keyedBy: JSONKey.self).serverMessage()
    }
}

private struct TicketFrame: Decodable {
    let ticket: Ticket

    init(from decoder: any Decoder) throws {
        ticket = try decoder.container(keyedBy: JSONKey.self).ticket()
    }
}

extension KeyedDecodingContainer<JSONKey> {
    fileprivate func serverMessage() throws -> ServerMessage {
        let type: MessageType = try choice("type")
        switch type {
        case .welcome: return .welcome(try welcome())
        case .allTickets:
            return .allTickets(
                cursor: try cursor(),
                tickets: try decode([TicketFrame].self, forKey: "tickets").map(\.ticket)[...],
                more: try decode(Bool.self, forKey: "more")
            )
        case .resumed:
            return .resumed(cursor: try cursor(), missed: try decode(Int64.self, forKey: "missed"))
        case .ticketCreated: return try event(.created(try object("ticket").ticket()))
        case .ticketUpdated: return try event(.updated(try object("ticket").ticket()))
        case .ticketLocked:
            return try event(.locked(try identifier("ticketId"), try object("lock").lock()))
        case .ticketUnlocked:
            return try event(.unlocked(try identifier("ticketId"), try choice("reason")))
        case .accepted:
            return .accepted(
                requestID: try optionalIdentifier("requestId"),
                revision: try revision("revision"),
                ticket: try optionalObject("ticket")?.ticket()
            )
        case .rejected:
            return .rejected(
                requestID: try optionalIdentifier("requestId"),
                Rejection(
                    try choice("code"),
                    try decode(String.self, forKey: "message"),
                    ticket: try optionalObject("ticket")?.ticket()
                )
            )
        case .draining:
            let milliseconds = try decode(Int64.self, forKey: "reconnectAfterMs")
            return .draining(reconnectAfter: .milliseconds(milliseconds))
        case .getTickets, .createTicket, .lockTicket, .updateTicket, .unlockTicket:
            throw DecodingError.dataCorruptedError(
                forKey: "type",
                in: self,
                debugDescription: "the type of a message that a gateway sends"
            )
        }
    }

    private func welcome() throws -> Welcome {
        Welcome(
            connectionID: try decode(String.self, forKey: "connectionId"),
            node: try decode(String.self, forKey: "node"),
            user: try object("user").user(),
            cursor: try cursor(),
            leaseDuration: .seconds(try decode(Int64.self, forKey: "lockSeconds"))
        )
    }

    private func event(_ change: TicketChange) throws -> ServerMessage {
        .event(
            TicketEvent(
                revision: try revision("revision"),
                at: try timestamp("at"),
                by: try optionalObject("by")?.user(),
                change: change
            )
        )
    }

    fileprivate func ticket() throws -> Ticket {
        Ticket(
            id: try identifier("id"),
            number: try decode(Int64.self, forKey: "number"),
            title: try decode(String.self, forKey: "title"),
            description: try decode(String.self, forKey: "description"),
            status: try choice("status"),
            priority: try choice("priority"),
            assignee: try optionalObject("assignee")?.user(),
            version: try decode(Int64.self, forKey: "version"),
            createdAt: try timestamp("createdAt"),
            createdBy: try object("createdBy").user(),
            updatedAt: try timestamp("updatedAt"),
            updatedBy: try optionalObject("updatedBy")?.user(),
            lock: try optionalObject("lock")?.lock()
        )
    }

    private func lock() throws -> TicketLock {
        TicketLock(
            holder: try object("by").user(),
            since: try timestamp("since"),
            expiresAt: try timestamp("expiresAt")
        )
    }

    private func user() throws -> User {
        User(id: try identifier("id"), name: try decode(String.self, forKey: "name"))
    }
}
