import Billets
import FoundationEssentials

extension ClientEnvelope {
    /// Reads a message of a client from JSON; never fails without an answer.
    ///
    /// - Parameter bytes: UTF-8, one JSON object.
    /// - Returns: the message, or the `Rejected` that answers it: `invalidMessage`, or `unknownType`.
    public static func decode(_ bytes: [UInt8]) -> Result<ClientEnvelope, RejectedMessage> {
        do {
            return try JSONDecoder().decode(ClientFrame.self, from: Data(bytes)).result
        } catch {
            return .failure(RejectedMessage(requestID: nil, rejection: Rejection(decoding: error)))
        }
    }
}

/// One frame of a client while it is being read: an object, of which nothing else is known.
private struct ClientFrame: Decodable {
    let result: Result<ClientEnvelope, RejectedMessage>

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: JSONKey.self)
        do {
            let requestID: RequestID? = try fields.optionalIdentifier("requestId")
            result = Self.message(fields).map { ClientEnvelope(requestID: requestID, message: $0) }
                .mapError { RejectedMessage(requestID: requestID, rejection: $0) }
        } catch {
            result = .failure(
                RejectedMessage(requestID: nil, rejection: Rejection(decoding: error))
            )
        }
    }

    private static func message(
        _ fields: KeyedDecodingContainer<JSONKey>
    ) -> Result<ClientMessage, Rejection> {
        do {
            return .success(try fields.clientMessage())
        } catch let rejection as Rejection {
            return .failure(rejection)
        } catch {
            return .failure(Rejection(decoding: error))
        }
    }
}

extension KeyedDecodingContainer<JSONKey> {
    fileprivate func clientMessage() throws -> ClientMessage {
        let name = try text("type")
        switch MessageType(rawValue: name) {
        case .getTickets:
            return .getTickets(since: try optionalObject("since")?.cursor())
        case .createTicket:
            return .createTicket(try object("ticket").draft())
        case .lockTicket:
            return .lockTicket(try identifier("ticketId"))
        case .updateTicket:
            let ticket = try object("ticket")
            return .updateTicket(
                try ticket.identifier("id"),
                version: try ticket.wholeNumber("version"),
                try ticket.edit()
            )
        case .unlockTicket:
            return .unlockTicket(try identifier("ticketId"))
        case .welcome, .allTickets, .resumed, .ticketCreated, .ticketUpdated, .ticketLocked,
            .ticketUnlocked, .accepted, .rejected, .draining, nil:
            throw Rejection(
                .unknownType,
                """
                No message has the type \(name.prefix(40).debugDescription): the types are \
                GetTickets, CreateTicket, LockTicket, UpdateTicket and UnlockTicket.
                """
            )
        }
    }
}
