/// One support request.
public struct Ticket: Hashable, Sendable {
    /// Its name; chosen by the client or made by the store.
    public let id: TicketID

    /// What people say aloud: 1, 2, 3 … in order of creation.
    public let number: Int64

    /// What it is about, 1 to 200 Unicode scalars.
    public var title: String

    /// The whole story, at most 16,384 bytes of UTF-8.
    public var description: String

    /// How far it has got.
    public var status: TicketStatus

    /// How much it matters.
    public var priority: TicketPriority

    /// Who is to solve it, if anybody.
    public var assignee: User?

    /// 1 at creation, +1 for each update; locking leaves it alone.
    public var version: Int64

    /// When it was created.
    public let createdAt: Timestamp

    /// Who created it.
    public let createdBy: User

    /// When it was last updated; at first, when it was created.
    public var updatedAt: Timestamp

    /// Who last updated it; nil before the first update.
    public var updatedBy: User?

    /// Who alone may change it at present, if anybody.
    ///
    /// It may have expired without having been taken away yet: ask `lock(at:)`.
    public var lock: TicketLock?

    /// A ticket with all that is known of it.
    public init(
        id: TicketID,
        number: Int64,
        title: String,
        description: String,
        status: TicketStatus,
        priority: TicketPriority,
        assignee: User?,
        version: Int64,
        createdAt: Timestamp,
        createdBy: User,
        updatedAt: Timestamp,
        updatedBy: User?,
        lock: TicketLock?
    ) {
        self.id = id
        self.number = number
        self.title = title
        self.description = description
        self.status = status
        self.priority = priority
        self.assignee = assignee
        self.version = version
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.lock = lock
    }
}
