/// What one of the bus's two connections is for: Redis lets a subscribed connection publish nothing.
enum ConnectionRole: CaseIterable, Hashable {
    /// It listens.
    case subscriber

    /// It sends.
    case publisher
}
