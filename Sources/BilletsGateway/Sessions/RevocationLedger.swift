import Billets
import Synchronization

/// Which sessions are dead before their time, as far as this gateway has heard.
final class RevocationLedger: Sendable {
    private struct Contents {
        var lastNumber: Int64 = 0
        var sessions: Set<SessionID> = []
        var users: [UserID: Timestamp] = [:]
    }

    private let contents = Mutex(Contents())

    /// The number of the last revocation that was taken in.
    var lastNumber: Int64 {
        contents.withLock { $0.lastNumber }
    }

    /// Takes in what the store told.
    func take(_ revocations: [Revocation]) {
        contents.withLock { contents in
            for revocation in revocations {
                contents.lastNumber = max(contents.lastNumber, revocation.number)
                switch revocation.scope {
                case .session(let id): contents.sessions.insert(id)
                case .user(let id): contents.users[id] = revocation.at
                }
            }
        }
    }

    /// Notes that a session was ended here, before the store tells of it.
    func end(_ session: Session) {
        contents.withLock { _ = $0.sessions.insert(session.id) }
    }

    /// Whether `session` has been ended.
    func hasEnded(_ session: Session) -> Bool {
        contents.withLock { contents in
            contents.sessions.contains(session.id)
                || contents.users[session.user.id].map { session.startedAt <= $0 } ?? false
        }
    }
}
