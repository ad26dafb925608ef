public import Billets

/// What a gateway says to one of its sockets.
public enum ServerMessage: Hashable, Sendable {
    /// The first of all: who the client is here, and where the database stands. A client that only
    /// wants to listen sends `cursor` back in its GetTickets.
    case welcome(Welcome)

    /// The state at exactly `cursor`, or a part of it: the client starts afresh with the first part,
    /// and is complete when `more` is false.
    case allTickets(cursor: Cursor, tickets: ArraySlice<Ticket>, more: Bool)

    /// The client's state is good: the `missed` events up to `cursor` follow, then the live ones.
    case resumed(cursor: Cursor, missed: Int64)

    /// Somebody changed something: the client applies it to its state.
    case event(TicketEvent)

    /// The command was carried out and committed as `revision`; `ticket` is as it then stood.
    case accepted(requestID: RequestID?, revision: Revision, ticket: Ticket?)

    /// The message changed nothing.
    case rejected(requestID: RequestID?, Rejection)

    /// The gateway is about to stop: the client comes back, on any gateway, after a random part of
    /// this time.
    case draining(reconnectAfter: Duration)
}
