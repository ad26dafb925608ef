import Billets
import BilletsWire
import Hummingbird
import HummingbirdCore

@testable import BilletsGateway

/// A query asks for a list that the store can answer, or is refused with a problem that says why.
enum TicketQueryProperty {
    static let examples = [
        "status=open,blocked&priority=urgent&assignee=me&q=hoover%20loud&sort=-priority&limit=10",
        "assignee=9bf6c847-0f4e-4a0c-8f0b-3b1a2c3d4e5f&q=%2212%22+OR*",
        "cursor=\(cursor)",
    ]

    private static let cursor = TicketCursor(
        epoch: Epoch("2f1c9a70-6b1e-4c52-9d67-0c3a5f4e8b21") ?? .random(),
        order: TicketQuery().order,
        place: TicketPlace(key: 1, number: 2)
    )

    static func violation(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let parameters = QueryParameters(URI("/api/tickets?\(text)").queryParameters)
        do throws(Problem) {
            let query = try TicketQuery(parameters, reader: .random())
            guard (1...TicketQuery.limitMaximum).contains(query.limit) else {
                return "A list of \(query.limit) tickets."
            }
        } catch {
            guard (400..<500).contains(error.status), !error.encoded().isEmpty else {
                return "The refusal is none: \(error)"
            }
        }
        guard let cursor = TicketCursor(text) else { return nil }
        return TicketCursor("\(cursor)") == cursor
            ? nil : "The cursor means something else when it is written again."
    }
}
