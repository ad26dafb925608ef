/// What must be known of a database to decide on a command, as it stands inside the transaction that
/// is to hold the outcome.
///
/// It throws whatever its database throws; a rule throws a `Rejection`.
public protocol TicketLedger {
    /// The ticket `id`; nil if there is none.
    func ticket(_ id: TicketID) throws -> Ticket?

    /// The user `id`, if tickets may be assigned to them: there is such an account, and it is not
    /// disabled.
    func assignee(_ id: UserID) throws -> User?

    /// The number that the next ticket gets: one more than the highest.
    func nextNumber() throws -> Int64
}
