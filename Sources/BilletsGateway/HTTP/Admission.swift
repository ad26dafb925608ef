import Synchronization

/// Who was let in, between the look at them and the upgrade of their connection.
final class Admission: Sendable {
    private let granted = Mutex<Session?>(nil)

    /// The session that was let in; nil as long as there is none.
    var session: Session? {
        granted.withLock { $0 }
    }

    /// Lets `session` in.
    func grant(_ session: Session) {
        granted.withLock { $0 = session }
    }
}
