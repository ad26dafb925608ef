import Billets
import BilletsWire

/// A command as the HTTP API takes it.
struct HTTPCommand: Hashable, Sendable {
    /// The method.
    let method: String

    /// The path.
    let path: String

    /// The body, JSON.
    let body: String?

    /// The request that says what `message` says; nil for GetTickets, which is none.
    init?(_ message: ClientMessage) {
        switch message {
        case .getTickets: return nil
        case .createTicket, .updateTicket:
            // What HTTP takes is what the socket takes as `ticket`, with the id in the path.
            let text = String(
                decoding: ClientEnvelope(requestID: nil, message: message).encoded(),
                as: UTF8.self
            )
            guard let start = text.firstRange(of: "\"ticket\":")?.upperBound else { return nil }
            body = String(text[start...].dropLast())
            if case .updateTicket(let id, _, _) = message {
                method = "PATCH"
                path = "/api/tickets/\(id)"
            } else {
                method = "POST"
                path = "/api/tickets"
            }
        case .lockTicket(let id):
            method = "PUT"
            path = "/api/tickets/\(id)/lock"
            body = nil
        case .unlockTicket(let id):
            method = "DELETE"
            path = "/api/tickets/\(id)/lock"
            body = nil
        }
    }
}
