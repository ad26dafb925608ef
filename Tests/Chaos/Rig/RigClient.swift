public import Billets
import BilletsLoad
import BilletsWire

/// Speaks to a gateway over HTTP, in the way of somebody who tries again later.
public struct RigClient: Sendable {
    /// A page of the list of tickets.
    public struct Page: Sendable {
        /// The tickets.
        public let tickets: [Ticket]

        /// Where the database stood.
        public let revision: Revision

        /// Where the next page begins; nil if this is the last.
        public let next: String?
    }

    private let client: SessionClient

    /// A client of the gateway at `url`, which waits so long for an answer.
    public init(url: String, patience: Duration) {
        client = SessionClient(url: url, patience: patience)
    }

    /// The status of what a path answers; 0 if nothing does.
    public func status(of path: String) async throws -> Int {
        do {
            return try await client.request("GET", path).status
        } catch {
            try Task.checkCancellation()
            return 0
        }
    }

    /// Logs somebody in.
    ///
    /// - Returns: the token, and who it is.
    func logIn(email: String, password: String) async throws -> RigUser {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        let answer = try await client.request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1,
            let user = answer.body.firstMatch(of: /"id":"([^"]+)","name":"([^"]+)"/),
            let id = UserID(String(user.1))
        else { throw RigTrouble("no token: \(answer)") }
        return RigUser(user: User(id: id, name: String(user.2)), token: String(token))
    }

    /// Sends a command.
    ///
    /// - Returns: the answer; nil if there was none that says whether it was carried out.
    func command(
        _ message: ClientMessage,
        requestID: RequestID,
        token: String
    ) async throws -> CommandAnswer? {
        guard let request = HTTPCommand(message) else { return nil }
        let answer = try await client.request(
            request.method,
            request.path,
            token: token,
            headers: [("Idempotency-Key", "\(requestID)")],
            body: request.body
        )
        if (200..<300).contains(answer.status) {
            guard let number = answer.headers["revision"].flatMap({ Int64($0) }) else { return nil }
            return .accepted(Revision(number), try Self.ticket(in: answer.body))
        }
        guard let code = answer.body.firstMatch(of: /"code":"([a-z_]+)"/)?.1,
            let code = RejectionCode(rawValue: String(code))
        else { return nil }
        return .rejected(Rejection(code, "\(answer.status)"))
    }

    /// A page of all tickets.
    public func tickets(cursor: String?, token: String) async throws -> Page {
        let path = "/api/tickets?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")
        let answer = try await client.request("GET", path, token: token)
        guard answer.status == 200 else { throw RigTrouble("\(path): \(answer)") }
        // The page's members are those of the message AllTickets, but for three.
        let members = answer.body.drop { $0 != "{" }.dropFirst()
        let frame =
            #"{"type":"AllTickets","epoch":"\#(Epoch.random())","more":false,"# + members
        guard
            case .allTickets(let cursor, let tickets, _) = try ServerMessage(
                decoding: Array(frame.utf8)
            )
        else { throw RigTrouble("no page: \(answer.body.prefix(200))") }
        let next = answer.body.suffix(400).firstMatch(of: /"nextCursor":"([^"]+)"/)?.1
        return Page(
            tickets: Array(tickets),
            revision: cursor.revision,
            next: next.map(String.init)
        )
    }

    private static func ticket(in body: String) throws -> Ticket? {
        let frame = #"{"type":"Accepted","requestId":null,"revision":0,"ticket":\#(body)}"#
        guard case .accepted(_, _, let ticket) = try ServerMessage(decoding: Array(frame.utf8))
        else {
            return nil
        }
        return ticket
    }
}
