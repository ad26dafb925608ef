public import Billets

/// What a database holds once a run is over.
public struct DatabaseRecord: Sendable {
    /// Its history.
    public var epoch: Epoch

    /// The events table, in the order of revisions.
    public var events: [EventRow]

    /// The tickets, as they stand at the last revision.
    public var tickets: [Ticket]

    /// What `PRAGMA integrity_check` says.
    public var integrity: String

    /// The contents of a database.
    public init(epoch: Epoch, events: [EventRow], tickets: [Ticket], integrity: String = "ok") {
        self.epoch = epoch
        self.events = events
        self.tickets = tickets
        self.integrity = integrity
    }

    /// The last revision.
    public var revision: Revision { events.last?.event.revision ?? .none }
}
