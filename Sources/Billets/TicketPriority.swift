/// How much a ticket matters, from least to most.
public enum TicketPriority: String, CaseIterable, Hashable, Sendable {
    /// When there is time.
    case low

    /// In its turn.
    case normal

    /// Before the others.
    case high

    /// Now.
    case urgent
}
