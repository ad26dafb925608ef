import Billets
import Synchronization

/// The sessions that ended before their time, as far as this gateway has heard.
///
/// Of each user it holds one number. The end of a single session is forgotten when no token of it can be good any more,
/// however long sessions last now.
final class RevocationLedger: Sendable {
    /// The longest time without news from the store during which sessions are still good.
    static let silenceMaximum: Duration = .seconds(30)

    /// The revocations after which the ends of sessions that are too old are looked for.
    private static let sweepInterval = 1_024

    private struct Contents {
        var lastNumber: Int64 = 0
        var unswept = 0
        /// The ended sessions, and when each would have ended by itself at the latest.
        var sessions: [SessionID: Timestamp] = [:]
        /// The users whose sessions have all been ended once, and the lowest generation that is good.
        var generations: [UserID: Int64] = [:]
        /// The names of the keys that tokens may be signed with; nil as long as they are not known.
        var keyIDs: Set<String>?
        /// The last time at which the store told all there is to know; nil: never.
        var heardAt: ContinuousClock.Instant?
    }

    private let contents = Mutex(Contents())

    /// The number of the last revocation that was taken in.
    var lastNumber: Int64 {
        contents.withLock { $0.lastNumber }
    }

    /// Notes that the store has told all that it knew at the moment `start`.
    func heardAll(at start: ContinuousClock.Instant) {
        contents.withLock { $0.heardAt = start }
    }

    /// Takes in what the store told.
    func take(_ revocations: [Revocation]) {
        contents.withLock { contents in
            for revocation in revocations {
                contents.lastNumber = max(contents.lastNumber, revocation.number)
                switch revocation.scope {
                case .session(let id):
                    contents.sessions[id] = revocation.at.adding(SessionLimits.lifetimeMaximum)
                case .user(let id, let generation):
                    contents.generations[id] = max(contents.generations[id, default: 0], generation)
                }
            }
            contents.unswept += revocations.count
            guard contents.unswept >= Self.sweepInterval,
                let newest = revocations.map(\.at).max()
            else { return }
            contents.unswept = 0
            contents.sessions = contents.sessions.filter { $0.value > newest }
        }
    }

    /// Takes in which keys tokens may be signed with.
    func take(keyIDs: Set<String>) {
        contents.withLock { $0.keyIDs = keyIDs }
    }

    /// Returns false if the store has told nothing for so long that sessions may have ended unheard.
    func isCurrent(at now: ContinuousClock.Instant = .now) -> Bool {
        contents.withLock { $0.heardAt.map { now - $0 <= Self.silenceMaximum } ?? false }
    }

    /// Notes that a session was ended here, before the store tells of it.
    func end(_ session: Session) {
        contents.withLock { contents in
            contents.sessions[session.id] = session.startedAt.adding(SessionLimits.lifetimeMaximum)
        }
    }

    /// Whether `session` has been ended.
    func hasEnded(_ session: Session) -> Bool {
        contents.withLock { contents in
            contents.sessions[session.id] != nil
                || session.generation < contents.generations[session.user.id, default: 0]
                || contents.keyIDs.map(session.isSigned) ?? false
        }
    }
}
