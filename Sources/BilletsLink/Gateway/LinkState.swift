/// Whether calls can be made.
enum LinkState {
    /// No; the link's own task goes on trying.
    case down(LinkTrouble)

    /// Yes, over this connection.
    case up(StoreClient)
}
