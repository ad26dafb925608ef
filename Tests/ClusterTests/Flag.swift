import Synchronization

/// Something that one task tells others, once.
final class Flag: Sendable {
    private let state = Atomic<Bool>(false)

    /// Whether it has been told.
    var isRaised: Bool { state.load(ordering: .acquiring) }

    /// Tells it.
    func raise() { state.store(true, ordering: .releasing) }
}
