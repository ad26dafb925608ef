import Synchronization

/// Something that one task tells others, once.
final class Flag: Sendable {
    private let flag = Atomic(false)

    /// Whether it was told.
    var isRaised: Bool {
        flag.load(ordering: .acquiring)
    }

    /// Tells it.
    func raise() {
        flag.store(true, ordering: .releasing)
    }
}
