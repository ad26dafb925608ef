import Billets
import GRDB

/// The SQL of a list of tickets: which, in what order, behind which place.
struct TicketListing {
    private var conditions: [String] = []

    /// What stands for the question marks.
    private(set) var arguments: StatementArguments = []

    private let order: String

    /// The list that `query` asks for, with one ticket more than its limit, if there is one.
    ///
    /// `terms` is the condition of a search for terms.
    init(_ query: TicketQuery, terms: TicketTermCondition? = nil) {
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
        if case .number(let number) = query.search { add("number = ?", [number]) }
        if let terms { add(terms.sql, terms.arguments) }
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

    private mutating func add(_ condition: String, _ arguments: StatementArguments) {
        conditions.append(condition)
        self.arguments += arguments
    }
}
