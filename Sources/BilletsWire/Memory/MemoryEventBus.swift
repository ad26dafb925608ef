public import Billets
import Synchronization

/// The bus of a single process: what is published is there at once.
///
/// The gateway that publishes has its own events already, so with one gateway there is nobody else to
/// tell; in tests several gateways share one of these.
public final class MemoryEventBus: EventBus {
    private let receivers = Mutex<[@Sendable (BusSignal) -> Void]>([])
    /// Held while listeners are told something, so that they hear one thing at a time.
    private let turn = Mutex(())

    /// A bus without listeners.
    public init() {}

    /// Begins to listen.
    public func join(
        _ identity: StoreIdentity,
        receive: @escaping @Sendable (BusSignal) -> Void
    ) {
        turn.withLock { _ in
            receivers.withLock { $0.append(receive) }
            receive(.health(.well))
        }
    }

    /// Changes nothing: it carries the events of every history.
    public func follow(_ epoch: Epoch) {}

    /// Hands `events` to every listener.
    public func publish(_ events: [WireEvent]) {
        turn.withLock { _ in
            for receive in receivers.withLock({ $0 }) { receive(.events(events)) }
        }
    }
}
