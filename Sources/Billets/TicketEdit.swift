/// The fields of a ticket that an update names; the others stay as they are.
public struct TicketEdit: Hashable, Sendable {
    /// The new title, if named.
    public var title: String?

    /// The new description, if named.
    public var description: String?

    /// The new status, if named.
    public var status: TicketStatus?

    /// The new priority, if named.
    public var priority: TicketPriority?

    /// What becomes of the assignee.
    public var assignee: AssigneeEdit

    /// An edit of the named fields.
    public init(
        title: String? = nil,
        description: String? = nil,
        status: TicketStatus? = nil,
        priority: TicketPriority? = nil,
        assignee: AssigneeEdit = .unchanged
    ) {
        self.title = title
        self.description = description
        self.status = status
        self.priority = priority
        self.assignee = assignee
    }

    /// Whether it names no field at all.
    public var isEmpty: Bool {
        self == TicketEdit()
    }

    /// Refuses an edit that fits no ticket.
    ///
    /// - Throws: `invalidMessage` if no field is named, `invalidMessage` or `tooLarge` for a text that is
    ///   not within `TicketLimits`.
    public func refuseIfMalformed() throws(Rejection) {
        guard !isEmpty else {
            throw Rejection(
                .invalidMessage,
                """
                The update names no field: name at least one of title, description, status, priority \
                and assignee.
                """
            )
        }
        if let title { _ = try TicketLimits.title(title) }
        if let description { _ = try TicketLimits.description(description) }
    }
}
