package import Billets
package import BilletsWire

/// What the client updater is to do.
package enum UpdaterAction<Socket: Sendable> {
    /// Hand these changes to those who follow them over HTTP.
    case feed([WireEvent])

    /// Let these changes pass by all sockets.
    case pass(FrameBatch)

    /// The history is another one: everybody starts over at this place.
    case startOver(Cursor)

    /// Answer this request of a socket.
    case answer(CatchUpRequest<Socket>, CatchUp.Content)

    /// Ask the store for the `limit` changes after `revision`; the answer comes as mail, `answer`.
    case ask(after: Revision, limit: Int)

    /// Ask the store for the `limit` changes after `revision`, for sockets that are behind; the answer comes as
    /// mail, `page`.
    case loadPage(after: Revision, limit: Int)

    /// Ask the store for a snapshot; the answer comes as mail, `snapshot`.
    case loadSnapshot

    /// Decide again at this moment, or when there is mail.
    case wake(at: ContinuousClock.Instant)

    /// Note how the bus is.
    case noteBus(DependencyHealth)

    /// Note that the store answers, and whether all that it holds has been delivered.
    case noteStoreAnswers(hasCaughtUp: Bool)

    /// Note that the store could not be asked.
    case noteStoreFails(Rejection)
}
