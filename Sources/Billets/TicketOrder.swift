/// In what order tickets are listed; tickets that are alike in it come by number, in the same direction.
public struct TicketOrder: Hashable, Sendable {
    /// By what tickets are sorted.
    public enum Field: String, CaseIterable, Hashable, Sendable {
        /// Their number.
        case number

        /// When they were created.
        case createdAt

        /// When they were last updated.
        case updatedAt

        /// How much they matter; the least first.
        case priority
    }

    /// By what.
    public var field: Field

    /// Whether the highest comes first.
    public var isDescending: Bool

    /// The last updated first, unless said otherwise.
    public init(_ field: Field = .updatedAt, isDescending: Bool = true) {
        self.field = field
        self.isDescending = isDescending
    }

    /// What `ticket` is sorted by: its number, a time in milliseconds since 1970, or the place of its
    /// priority among all, from 0.
    public func key(of ticket: Ticket) -> Int64 {
        switch field {
        case .number: ticket.number
        case .createdAt: ticket.createdAt.millisecondsSinceEpoch
        case .updatedAt: ticket.updatedAt.millisecondsSinceEpoch
        case .priority: Int64(ticket.priority.rank)
        }
    }

    /// The place of `ticket` in this order.
    public func place(of ticket: Ticket) -> TicketPlace {
        TicketPlace(key: key(of: ticket), number: ticket.number)
    }

    /// Whether `first` comes before `second`.
    public func isInOrder(_ first: TicketPlace, _ second: TicketPlace) -> Bool {
        let (lower, higher) = isDescending ? (second, first) : (first, second)
        return (lower.key, lower.number) < (higher.key, higher.number)
    }
}
