import Billets

extension TicketQuery {
    /// Reads a query.
    init(_ message: ProtoListTicketsRequest) throws(MessageFault) {
        let assignee: AssigneeFilter =
            switch message.assignee {
            case .assigneeUser(let id): .user(try UserID(bytes: id, field: "assignee_user"))
            case .assigneeNobody: .nobody
            case nil: .anybody
            }
        let search: TicketSearch? =
            switch message.search {
            case .number(let number): .number(number)
            // A gateway of the version before sends words that are not folded.
            case .words(let words): .terms(words.words.flatMap(TicketSearch.terms(of:)))
            case nil: nil
            }
        guard (1...Int64(Self.limitMaximum)).contains(message.limit) else {
            throw MessageFault("limit \(message.limit) is not within 1 to \(Self.limitMaximum).")
        }
        self.init(
            statuses: Set(
                try message.statuses.map { status throws(MessageFault) in try TicketStatus(status) }
            ),
            priorities: Set(
                try message.priorities.map { priority throws(MessageFault) in
                    try TicketPriority(priority)
                }
            ),
            assignee: assignee,
            search: search,
            order: TicketOrder(
                try TicketOrder.Field(message.orderField),
                isDescending: message.isDescending
            ),
            after: message.hasAfter ? TicketPlace(message.after) : nil,
            limit: Int(message.limit)
        )
    }

    /// The query as the link carries it.
    var message: ProtoListTicketsRequest {
        var message = ProtoListTicketsRequest()
        message.statuses = statuses.map(\.message)
        message.priorities = priorities.map(\.message)
        switch assignee {
        case .anybody: break
        case .nobody: message.assigneeNobody = true
        case .user(let id): message.assigneeUser = id.bytes
        }
        switch search {
        case .number(let number): message.number = number
        case .terms(let terms): message.words.words = terms
        case nil: break
        }
        message.orderField = order.field.message
        message.isDescending = order.isDescending
        if let after { message.after = after.message }
        message.limit = Int64(limit)
        return message
    }
}

extension TicketPlace {
    /// Reads a place.
    init(_ message: ProtoTicketPlace) {
        self.init(key: message.key, number: message.number)
    }

    /// The place as the link carries it.
    var message: ProtoTicketPlace {
        var message = ProtoTicketPlace()
        message.key = key
        message.number = number
        return message
    }
}

extension TicketOrder.Field {
    /// Reads a field.
    init(_ message: ProtoTicketOrderField) throws(MessageFault) {
        switch message {
        case .number: self = .number
        case .createdAt: self = .createdAt
        case .updatedAt: self = .updatedAt
        case .priority: self = .priority
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("order_field \(message.rawValue) is none that is known here.")
        }
    }

    /// The field as the link carries it.
    var message: ProtoTicketOrderField {
        switch self {
        case .number: .number
        case .createdAt: .createdAt
        case .updatedAt: .updatedAt
        case .priority: .priority
        }
    }
}
