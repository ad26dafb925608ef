package import Billets
package import BilletsWire

/// What the client updater is told.
package enum UpdaterMail<Socket: Sendable>: Sendable {
    /// Changes that the bus brought, or that this gateway committed.
    case events([WireEvent])

    /// There was no room for changes.
    case eventsMissed

    /// The bus carries events, or does not.
    case bus(DependencyHealth)

    /// A socket wants its place in the stream.
    case request(CatchUpRequest<Socket>)

    /// The store told what comes next, and where it stands.
    case answer(Result<EventPage, Rejection>)

    /// The store told what comes after a revision, for sockets that are behind.
    case page(Result<CatchUpPage, Rejection>, after: Revision)

    /// The store told all tickets.
    case snapshot(Result<EncodedSnapshot, Rejection>)
}
