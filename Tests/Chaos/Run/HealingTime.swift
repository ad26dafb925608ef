/// How long it took after a fault was lifted.
public struct HealingTime: Hashable, Sendable {
    /// Until every gateway had accepted a command, and every client had seen all of them.
    public var converged: Duration

    /// Until every gateway said that it was ready, store and bus.
    public var ready: Duration

    /// Times.
    public init(converged: Duration, ready: Duration) {
        self.converged = converged
        self.ready = ready
    }
}
