/// A ticket that is to be created.
public struct TicketDraft: Hashable, Sendable {
    /// The name that the client chose for it, if it chose one.
    public var id: TicketID?

    /// What it is about; white space around it does not count.
    public var title: String

    /// The whole story.
    public var description: String

    /// How far it has got already.
    public var status: TicketStatus

    /// How much it matters.
    public var priority: TicketPriority

    /// Who is to solve it.
    public var assignee: UserID?

    /// An open ticket of normal priority, unless said otherwise.
    public init(
        id: TicketID? = nil,
        title: String,
        description: String = "",
        status: TicketStatus = .open,
        priority: TicketPriority = .normal,
        assignee: UserID? = nil
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.status = status
        self.priority = priority
        self.assignee = assignee
    }
}
