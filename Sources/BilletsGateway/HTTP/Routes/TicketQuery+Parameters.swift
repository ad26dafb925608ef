import Billets
import BilletsWire

extension TicketQuery {
    /// The list that a request asks for; `reader` is who asks.
    ///
    /// - Throws: `Problem` 400 for what makes no sense.
    init(_ parameters: QueryParameters, reader: UserID) throws(Problem) {
        self.init(
            statuses: try parameters.choices("status"),
            priorities: try parameters.choices("priority"),
            assignee: try Self.assignee(parameters, reader),
            search: try Self.search(parameters)
        )
        if let limit = try parameters.number("limit", in: 1...Int64(Self.limitMaximum)) {
            self.limit = Int(limit)
        }
        if let sort = try parameters.text("sort") {
            guard let order = TicketOrder(parameter: sort) else {
                let all = TicketOrder.parameters.joined(separator: ", ")
                throw Problem(malformed: "The parameter sort must be one of \(all).")
            }
            self.order = order
        }
        if let text = try parameters.text("cursor") {
            guard let cursor = TicketCursor(text), cursor.order == order else {
                throw Problem(
                    malformed: """
                        The parameter cursor must be the nextCursor of an answer to a request with the \
                        same sort.
                        """
                )
            }
            after = cursor.place
        }
    }

    private static func assignee(
        _ parameters: QueryParameters,
        _ reader: UserID
    ) throws(Problem) -> AssigneeFilter {
        switch try parameters.text("assignee") {
        case nil: return .anybody
        case "none": return .nobody
        case "me": return .user(reader)
        case .some(let text):
            guard let id = UserID(text) else {
                throw Problem(malformed: "The parameter assignee must be a user's id, me or none.")
            }
            return .user(id)
        }
    }

    private static func search(_ parameters: QueryParameters) throws(Problem) -> TicketSearch? {
        guard let text = try parameters.text("q") else { return nil }
        do {
            return try TicketSearch(text)
        } catch {
            throw Problem(malformed: "\(error.message) The parameter is q.")
        }
    }
}
