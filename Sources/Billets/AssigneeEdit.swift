/// What an update does to a ticket's assignee.
public enum AssigneeEdit: Hashable, Sendable {
    /// Nothing.
    case unchanged

    /// Nobody is to solve it.
    case nobody

    /// This user is to solve it.
    case user(UserID)
}
