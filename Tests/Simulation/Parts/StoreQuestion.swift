import Billets

/// What a client updater asks the store.
enum StoreQuestion {
    /// The changes after a revision, and where the store stands.
    case next(after: Revision, limit: Int)

    /// The changes after a revision, for sockets that are behind.
    case page(after: Revision, limit: Int)

    /// All tickets.
    case snapshot
}
