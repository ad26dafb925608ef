import Billets
import BilletsProcesses
import BilletsStore
import Foundation
import GRDB
import Logging

/// A database as the first version of the program left it, with some tickets.
struct OldDatabase {
    /// How many tickets it holds, each with the event of its making.
    static let tickets = 200

    /// Where it is.
    let path: String

    /// Makes it in `folder`.
    init(in folder: String) async throws {
        path = folder + "/old.db"
        let migrations = folder + "/old-migrations"
        let manager = FileManager.default
        try manager.createDirectory(atPath: migrations, withIntermediateDirectories: true)
        let name = "0001_tickets.sql"
        try manager.copyItem(
            atPath: ScratchFolder.migrations + "/" + name,
            toPath: migrations + "/" + name
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try Migrator(folder: migrations, logger: logger).migrate(path)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            for number in 1...Self.tickets { try Self.add(Int64(number), to: database) }
        }
        try queue.close()
    }

    private static func add(_ number: Int64, to database: Database) throws {
        let (ticket, user, request) = (TicketID.random(), UserID.random(), RequestID.random())
        let at: Int64 = 1_767_323_045_678
        try database.execute(
            sql: """
                INSERT INTO tickets (number, id, title, description, status, priority, version,
                    created_at, created_by_id, created_by_name, updated_at)
                VALUES (?, ?, ?, ?, 'open', 'normal', 1, ?, ?, 'Ada', ?)
                """,
            arguments: [
                number, "\(ticket)", "Ticket \(number)", String(repeating: "old ", count: 300), at,
                "\(user)", at,
            ]
        )
        let payload = """
            {"type":"TicketCreated","revision":\(number),"at":"2026-01-02T03:04:05.678Z",\
            "by":{"id":"\(user)","name":"Ada"},"ticket":{"id":"\(ticket)","number":\(number),\
            "title":"Ticket \(number)","description":"\(String(repeating: "old ", count: 300))",\
            "status":"open","priority":"normal","assignee":null,"version":1,\
            "createdAt":"2026-01-02T03:04:05.678Z","createdBy":{"id":"\(user)","name":"Ada"},\
            "updatedAt":"2026-01-02T03:04:05.678Z","updatedBy":null,"lock":null}}
            """
        try database.execute(
            sql: """
                INSERT INTO events (revision, at, kind, ticket_id, by_id, request_id, payload)
                VALUES (?, ?, 'created', ?, ?, ?, ?)
                """,
            arguments: [number, at, "\(ticket)", "\(user)", "\(request)", payload]
        )
    }
}
