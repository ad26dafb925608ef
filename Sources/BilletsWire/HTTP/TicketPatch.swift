public import Billets

/// What a request changes of a ticket.
public struct TicketPatch: Hashable, Sendable {
    /// The version that it was made against, if the body says it.
    public let version: Int64?

    /// The changed fields.
    public let edit: TicketEdit

    /// A change against `version`.
    public init(version: Int64?, edit: TicketEdit) {
        self.version = version
        self.edit = edit
    }
}
