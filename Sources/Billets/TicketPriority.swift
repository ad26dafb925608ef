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

    /// Its place among all, from 0 for the least.
    public var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        case .urgent: 3
        }
    }
}
