public import Billets

/// A row of the events table.
public struct EventRow: Hashable, Sendable {
    /// The event, as its payload tells it.
    public let event: TicketEvent

    /// The intent that it answers.
    public let requestID: RequestID?

    /// A row.
    public init(event: TicketEvent, requestID: RequestID? = nil) {
        self.event = event
        self.requestID = requestID
    }
}
