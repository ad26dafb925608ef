import Billets
import BilletsWire
import GRDB
import Testing

@testable import BilletsStore

@Suite struct CheckListTests {
    @Test("Every CHECK list allows exactly what its Swift enum knows")
    func listsAgree() throws {
        let expected: [String: [String]] = [
            "tickets.status": TicketStatus.allCases.map(\.rawValue),
            "tickets.priority": TicketPriority.allCases.map(\.rawValue),
            "users.role": AccountRole.allCases.map(\.rawValue),
            "users.disabled": [],
            "api_token_scopes.scope": APITokenScope.allCases.map(\.rawValue),
            "gateway_processes.log_level": LogLevel.allCases.map(\.rawValue),
            "gateway_processes.configured_log_level": LogLevel.allCases.map(\.rawValue),
            "gateway_processes.requested_log_level": LogLevel.allCases.map(\.rawValue),
            "events.kind": EventKind.allCases.map(\.rawValue),
        ]
        let folder = try TemporaryFolder()
        try folder.migrate()
        let list = /(\w+) IN \(([^)]*)\)/
        var found: [String: [String]] = [:]
        for table in try folder.sql("SELECT name FROM sqlite_schema WHERE type = 'table'") {
            let sql = try folder.sql("SELECT sql FROM sqlite_schema WHERE name = '\(table)'")[0]
            for match in sql.matches(of: list) {
                found["\(table).\(match.1)"] = match.2.matches(of: /'(\w+)'/).map { String($0.1) }
            }
        }
        #expect(found == expected)
    }
}
