/// How far a ticket has got.
///
/// Being locked is not a status.
public enum TicketStatus: String, CaseIterable, Hashable, Sendable {
    /// Somebody has to do something.
    case open

    /// Nothing can be done before somebody else has done something.
    case blocked

    /// Done.
    case closed
}
