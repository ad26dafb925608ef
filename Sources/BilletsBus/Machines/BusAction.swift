import BilletsWire

/// What the bus is to do next.
enum BusAction: Hashable {
    /// Something with one of its connections.
    case connection(ConnectionRole, ConnectionAction)

    /// Publish the probe with this number.
    case probe(UInt64)

    /// Tell that whether events are carried has changed.
    case signal(DependencyHealth)
}
