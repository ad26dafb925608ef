import Billets

/// What happened, as the column `kind` of `events` has it.
enum EventKind: String, CaseIterable {
    /// A ticket came into being.
    case created

    /// Its content changed.
    case updated

    /// Its lock was taken or renewed.
    case locked

    /// Its lock ended.
    case unlocked

    /// The kind of `change`.
    init(of change: TicketChange) {
        switch change {
        case .created: self = .created
        case .updated: self = .updated
        case .locked: self = .locked
        case .unlocked: self = .unlocked
        }
    }
}
