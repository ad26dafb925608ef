public import Billets

/// The fast road between gateways.
///
/// It promises nothing but speed: what it carries may be lost, doubled or out of order, and the store
/// repairs that.
public protocol EventBus: Sendable {
    /// Begins to listen to the events of the database `identity`, and to carry those that are
    /// published; called once.
    ///
    /// `receive` is called with what comes, on any thread, one call at a time; it must not block. The
    /// caller's own events may come back too.
    func join(_ identity: StoreIdentity, receive: @escaping @Sendable (BusSignal) -> Void)

    /// Goes on with the history `epoch` of the same database, which the store tells of: what is published of it
    /// comes, and what is still published of another history need not.
    func follow(_ epoch: Epoch)

    /// Sends committed changes to every gateway; never blocks, and drops what it cannot send.
    func publish(_ events: [WireEvent])
}
