import Billets
import Synchronization

/// Which sessions are dead before their time, as far as this gateway has heard.
///
/// What it holds is bounded by time: a revocation is forgotten when the sessions that it ended would have
/// ended by themselves.
final class RevocationLedger: Sendable {
    private struct Contents {
        var lastNumber: Int64 = 0
        /// The ended sessions, and when they would have ended by themselves at the latest.
        var sessions: [SessionID: Timestamp] = [:]
        /// The users all of whose sessions that began by then have been ended.
        var users: [UserID: Timestamp] = [:]
        /// The names of the keys that tokens may be signed with; nil as long as they are not known.
        var keyIDs: Set<String>?
    }

    private let lifetime: Duration
    private let contents = Mutex(Contents())

    /// An empty ledger of sessions that last `lifetime` at most.
    init(lifetime: Duration) {
        self.lifetime = lifetime
    }

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
                case .session(let id):
                    contents.sessions[id] = revocation.at.adding(lifetime)
                case .user(let id): contents.users[id] = revocation.at
                }
            }
            guard let newest = revocations.map(\.at).max() else { return }
            contents.sessions = contents.sessions.filter { $0.value > newest }
            contents.users = contents.users.filter { $0.value.adding(lifetime) > newest }
        }
    }

    /// Takes in which keys tokens may be signed with.
    func take(keyIDs: Set<String>) {
        contents.withLock { $0.keyIDs = keyIDs }
    }

    /// When all sessions of `user` were last ended, as far as it is known and matters.
    func lastEnd(of user: UserID) -> Timestamp? {
        contents.withLock { $0.users[user] }
    }

    /// Notes that a session was ended here, before the store tells of it.
    func end(_ session: Session) {
        contents.withLock { contents in
            contents.sessions[session.id] = session.expiresAt ?? session.startedAt.adding(lifetime)
        }
    }

    /// Whether `session` has been ended.
    func hasEnded(_ session: Session) -> Bool {
        contents.withLock { contents in
            contents.sessions[session.id] != nil
                || contents.users[session.user.id].map { session.startedAt <= $0 } ?? false
                || contents.keyIDs.map(session.isSigned) ?? false
        }
    }
}
