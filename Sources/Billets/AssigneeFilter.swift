/// Whose tickets somebody wants to see.
public enum AssigneeFilter: Hashable, Sendable {
    /// Everybody's, and those of nobody.
    case anybody

    /// Those that are assigned to nobody.
    case nobody

    /// Those of one user.
    case user(UserID)
}
