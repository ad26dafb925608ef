import Synchronization

/// Something that one task tells others, once.
public final class Flag: Sendable {
    private let state = Atomic<Bool>(false)

    /// One that has not been told yet.
    public init() {}

    /// Whether it has been told.
    public var isRaised: Bool { state.load(ordering: .acquiring) }

    /// Tells it.
    public func raise() { state.store(true, ordering: .releasing) }
}
