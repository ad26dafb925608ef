/// Whether a gateway can serve, and if not, why: what `/readyz` answers.
public struct Readiness: Hashable, Sendable {
    /// The gateway.
    public let node: String

    /// How its store is.
    public let store: DependencyHealth

    /// How its bus is.
    public let bus: DependencyHealth

    /// Whether it is about to stop.
    public let isDraining: Bool

    /// The readiness of one gateway.
    public init(node: String, store: DependencyHealth, bus: DependencyHealth, isDraining: Bool) {
        self.node = node
        self.store = store
        self.bus = bus
        self.isDraining = isDraining
    }

    /// Whether a balancer should send it new clients.
    public var isReady: Bool {
        store == .well && bus == .well && !isDraining
    }
}
