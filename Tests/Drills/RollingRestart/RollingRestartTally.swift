import Billets
import Synchronization

/// What the clients of a `RollingRestart` have met.
final class RollingRestartTally: Sendable {
    /// How many broken promises are kept in words; the others are counted.
    static let violationsKept = 20

    /// What was counted.
    struct Counts {
        /// The revisions of the commands that were accepted, by request.
        var accepted: [RequestID: Revision] = [:]

        /// How often a command was answered with `unavailable`, and sent again.
        var unavailable = 0

        /// When clients began to connect anew.
        var reconnects: [ContinuousClock.Instant] = []

        /// How many sockets ended before their client had another one, by the code of the goodbye; 0 where there
        /// was none.
        var lost: [UInt16: Int] = [:]

        /// The longest time for which a client had no socket.
        var withoutService: Duration = .zero

        /// The first promises that were broken.
        var violations: [String] = []

        /// How many promises were broken.
        var violationCount = 0
    }

    private let state = Mutex(Counts())

    /// What was counted so far.
    var counts: Counts { state.withLock { $0 } }

    /// A command was accepted.
    func accepted(_ requestID: RequestID, _ revision: Revision) {
        state.withLock { $0.accepted[requestID] = revision }
    }

    /// A command was not carried out now.
    func wasUnavailable() {
        state.withLock { $0.unavailable += 1 }
    }

    /// A client begins to connect anew.
    func reconnects() {
        state.withLock { $0.reconnects.append(.now) }
    }

    /// A client's socket had ended `duration` before it had another one.
    func lost(closeCode: UInt16?, for duration: Duration) {
        state.withLock { counts in
            counts.lost[closeCode ?? 0, default: 0] += 1
            counts.withoutService = max(counts.withoutService, duration)
        }
    }

    /// A promise was broken.
    func violated(_ words: String) {
        state.withLock { counts in
            counts.violationCount += 1
            if counts.violations.count < Self.violationsKept { counts.violations.append(words) }
        }
    }
}
