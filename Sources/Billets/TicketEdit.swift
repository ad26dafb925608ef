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
}
