import Synchronization

/// Whether somebody wants a gateway that stops to be quick about it.
public final class Haste: Sendable {
    private let state = Atomic<Bool>(false)

    /// No haste.
    public init() {}

    /// Whether there is no time left.
    public var isWanted: Bool { state.load(ordering: .acquiring) }

    /// Somebody wants it.
    public func want() { state.store(true, ordering: .releasing) }
}
