/// What an account may do.
public enum AccountRole: String, CaseIterable, Hashable, Sendable {
    /// Works on tickets.
    case agent

    /// Works on tickets, and on accounts.
    case admin
}
