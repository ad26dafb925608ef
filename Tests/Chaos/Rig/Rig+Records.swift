public import Billets
import BilletsWire

extension Rig {
    /// The largest number of pages of a list.
    static let pagesMaximum = 1000

    /// The revision that the database has reached.
    public func revision() async throws -> Revision {
        Revision(Int64(try await sqlite("SELECT max(revision) FROM events")) ?? 0)
    }

    /// Everything that the database holds, as of one moment.
    public func databaseRecord() async throws -> DatabaseRecord {
        let answer = try await sqlite(
            "BEGIN; SELECT epoch FROM installation; \(Self.ticketsQuestion); \(Self.eventsQuestion); COMMIT"
        )
        let lines = answer.split(separator: "\n")
        guard let epoch = lines.first.flatMap({ Epoch(String($0)) }) else {
            throw RigTrouble("no epoch: \(answer.prefix(200))")
        }
        let tickets = lines.dropFirst().prefix { $0.hasPrefix("{") }
        return DatabaseRecord(
            epoch: epoch,
            events: try lines.dropFirst(1 + tickets.count).map(Self.row),
            tickets: try Self.tickets(tickets),
            integrity: try await sqlite("PRAGMA integrity_check")
        )
    }

    /// All pages of a gateway's list of tickets; nil if the database changed between them.
    public func listing(of gateway: RigGateway) async throws -> GatewayListing? {
        let client = RigClient(url: gateway.directURL, patience: .seconds(30))
        var tickets: [Ticket] = []
        var revision: Revision?
        var cursor: String?
        for _ in 0..<Self.pagesMaximum {
            let page = try await client.tickets(cursor: cursor, token: users[0].token)
            guard revision == nil || revision == page.revision else { return nil }
            revision = page.revision
            tickets += page.tickets
            cursor = page.next
            if cursor == nil { break }
        }
        return GatewayListing(
            gateway: gateway.index,
            revision: revision ?? .none,
            tickets: tickets
        )
    }

    private static func row(_ line: Substring) throws -> EventRow {
        let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2,
            case .event(let event) = try ServerMessage(decoding: Array(parts[1].utf8))
        else { throw RigTrouble("no event: \(line)") }
        return EventRow(event: event, requestID: RequestID(String(parts[0])))
    }

    private static func tickets(_ lines: some Sequence<Substring>) throws -> [Ticket] {
        let frame =
            #"{"type":"AllTickets","epoch":"\#(Epoch.random())","revision":0,"more":false,"tickets":["#
            + lines.joined(separator: ",") + "]}"
        guard case .allTickets(_, let tickets, _) = try ServerMessage(decoding: Array(frame.utf8))
        else {
            throw RigTrouble("no tickets")
        }
        return Array(tickets)
    }

    private static let eventsQuestion =
        "SELECT coalesce(request_id, '') || '|' || payload FROM events ORDER BY revision"

    /// The tickets in the JSON of the protocol, one a line.
    private static let ticketsQuestion = """
        SELECT json_object('id', id, 'number', number, 'title', title, 'description', description, \
        'status', status, 'priority', priority, 'assignee', \(person("assignee")), 'version', version, \
        'createdAt', \(time("created_at")), 'createdBy', \(person("created_by")), \
        'updatedAt', \(time("updated_at")), 'updatedBy', \(person("updated_by")), \
        'lock', json(CASE WHEN lock_holder_id IS NULL THEN 'null' ELSE json_object('by', \
        \(person("lock_holder")), 'since', \(time("lock_since")), 'expiresAt', \(time("lock_expires_at"))) END)) \
        FROM tickets ORDER BY number
        """

    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000, 'unixepoch') || printf('.%03dZ', \(column) % 1000)"
    }

    private static func person(_ column: String) -> String {
        "json(CASE WHEN \(column)_id IS NULL THEN 'null' "
            + "ELSE json_object('id', \(column)_id, 'name', \(column)_name) END)"
    }
}
