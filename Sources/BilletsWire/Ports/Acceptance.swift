public import Billets

/// What a store answers to a command that it carried out.
public struct Acceptance: Hashable, Sendable {
    /// The revision of the change.
    public let revision: Revision

    /// The ticket as it stood after the change, for a creation and an update.
    public let ticket: Ticket?

    /// What was committed, for the caller to hand to its sockets and to publish.
    ///
    /// When the command had been carried out before, its own change again: the gateway that sent it first may have
    /// died, or lost the store, before it told anybody, and whoever has the change already passes it over.
    public let events: [WireEvent]

    /// The answer to one command.
    public init(revision: Revision, ticket: Ticket?, events: [WireEvent]) {
        self.revision = revision
        self.ticket = ticket
        self.events = events
    }
}
