import Billets
import GRDB

/// The SQL of a list of tickets: which, in what order, behind which place.
struct TicketListing {
    private var conditions: [String] = []

    /// What stands for the question marks.
    private(set) var arguments: StatementArguments = []

    private let order: String

    /// The list that `query` asks for, with one ticket more than its limit, if there is one.
    init(_ query: TicketQuery) {
        let key = Self.key(query.order.field)
        let direction = query.order.isDescending ? "DESC" : "ASC"
        order = "ORDER BY \(key) \(direction), number \(direction) LIMIT ?"
        add("status", isOneOf: query.statuses.map(\.rawValue))
        add("priority", isOneOf: query.priorities.map(\.rawValue))
        switch query.assignee {
        case .anybody: break
        case .nobody: add("assignee_id IS NULL", [])
        case .user(let id): add("assignee_id = ?", [id.stored])
        }
        if let search = query.search { add(search) }
        if let place = query.after {
            let comparison = query.order.isDescending ? "<" : ">"
            add("(\(key), number) \(comparison) (?, ?)", [place.key, place.number])
        }
        arguments += [query.limit + 1]
    }

    /// What comes behind `SELECT … FROM tickets`.
    var sql: String {
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return condition + " " + order
    }

    /// As the indexes of the migrations have it, so that they serve.
    private static func key(_ field: TicketOrder.Field) -> String {
        switch field {
        case .number: "number"
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        case .priority:
            "CASE priority WHEN 'low' THEN 0 WHEN 'normal' THEN 1 WHEN 'high' THEN 2 ELSE 3 END"
        }
    }

    private mutating func add(_ column: String, isOneOf words: [String]) {
        guard !words.isEmpty else { return }
        let marks = words.map { _ in "?" }.joined(separator: ", ")
        add("\(column) IN (\(marks))", StatementArguments(words))
    }

    private mutating func add(_ search: TicketSearch) {
        switch search {
        case .number(let number):
            add("number = ?", [number])
        case .words(let words) where words.isEmpty:
            add("FALSE", [])
        case .words(let words):
            // Each in quotes, in which nothing is an operator (https://www.sqlite.org/fts5.html, section
            // 3.1); words are letters and digits, so that there is no quote in them.
            let match = words.map { "\"\($0)\"*" }.joined(separator: " ")
            add("number IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?)", [match])
        }
    }

    private mutating func add(_ condition: String, _ arguments: StatementArguments) {
        conditions.append(condition)
        self.arguments += arguments
    }
}
