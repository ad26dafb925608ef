/// Which tickets somebody wants to see, in what order.
public struct TicketQuery: Hashable, Sendable {
    /// How many tickets one page may hold.
    public static let limitMaximum = 200

    /// With one of these; empty: with any.
    public var statuses: Set<TicketStatus>

    /// With one of these; empty: with any.
    public var priorities: Set<TicketPriority>

    /// Whose.
    public var assignee: AssigneeFilter

    /// In which all of this occurs; nil: whatever they say.
    public var search: TicketSearch?

    /// In what order.
    public var order: TicketOrder

    /// Behind which place; nil: from the first.
    public var after: TicketPlace?

    /// How many at most, 1 to `limitMaximum`.
    public var limit: Int

    /// All tickets, the last updated first, unless said otherwise.
    public init(
        statuses: Set<TicketStatus> = [],
        priorities: Set<TicketPriority> = [],
        assignee: AssigneeFilter = .anybody,
        search: TicketSearch? = nil,
        order: TicketOrder = TicketOrder(),
        after: TicketPlace? = nil,
        limit: Int = 50
    ) {
        self.statuses = statuses
        self.priorities = priorities
        self.assignee = assignee
        self.search = search
        self.order = order
        self.after = after
        self.limit = limit
    }

    /// Whether `ticket` is one of those, wherever it stands.
    public func selects(_ ticket: Ticket) -> Bool {
        let isOfAssignee =
            switch assignee {
            case .anybody: true
            case .nobody: ticket.assignee == nil
            case .user(let id): ticket.assignee?.id == id
            }
        return isOfAssignee && (statuses.isEmpty || statuses.contains(ticket.status))
            && (priorities.isEmpty || priorities.contains(ticket.priority))
            && (search?.finds(ticket) ?? true)
    }
}
