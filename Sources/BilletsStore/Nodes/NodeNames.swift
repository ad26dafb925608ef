import Billets
import BilletsWire
import Synchronization

/// The names of nodes that processes hold through this store.
///
/// The registry keeps them apart within this process, and the lock file keeps them from other processes that have the
/// same database open.
final class NodeNames: Sendable {
    private struct State {
        var registry = NodeRegistry()
        var file: NodeLockFile?
    }

    private let path: String?
    private let state = Mutex(State())

    /// The names of the database at `path`; nil for one in memory, which no other process can see.
    init(ofDatabaseAt path: String?) {
        self.path = path
    }

    /// Gives the name to `instance`, unless another live process holds it.
    func register(
        _ instance: NodeInstance,
        at now: Timestamp
    ) throws(Rejection) -> NodeRegistration {
        try state.withLock { state throws(Rejection) in
            Self.leaveRemovedFile(&state)
            if let path {
                if state.file == nil { state.file = try NodeLockFile(ofDatabaseAt: path) }
                guard try state.file?.take(instance.node) == true else {
                    return .taken(silence: nil)
                }
            }
            return state.registry.register(instance, at: now)
        }
    }

    /// Takes one registration of `instance` back.
    func unregister(_ instance: NodeInstance) {
        state.withLock { state in
            if state.registry.unregister(instance) { state.file?.giveBack(instance.node) }
        }
    }

    /// Notes that the sender of a report lives.
    ///
    /// - Throws: `unavailable` if the sender does not hold the name.
    func hear(_ report: PresenceReport, at now: Timestamp) throws(Rejection) {
        try state.withLock { state throws(Rejection) in
            Self.leaveRemovedFile(&state)
            try state.registry.hear(report, at: now)
        }
    }

    /// Gives all names back.
    func close() {
        state.withLock { $0 = State() }
    }

    /// Forgets the names in a lock file that was removed: they keep nobody out, and each holder must register again.
    private static func leaveRemovedFile(_ state: inout State) {
        if state.file?.isInPlace == false { state = State() }
    }
}
