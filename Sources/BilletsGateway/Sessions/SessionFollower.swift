import Billets
import Logging

/// Follows which sessions have ended and which keys sign, and closes the sockets of sessions that have ended.
///
/// It runs in a task of its own, so that a report to a slow store does not delay it.
struct SessionFollower: Sendable {
    /// The time between two questions: the bound on how long the end of a session takes to reach this gateway's sockets.
    static let interval: Duration = .milliseconds(500)

    /// The sessions of this gateway.
    let sessions: Sessions

    /// The sockets of each loop.
    let groups: [SocketGroup]

    /// The log for troubles.
    let logger: Logger

    /// Asks until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            do throws(Rejection) {
                try await load()
            } catch {
                logger.debug("The store did not tell which sessions have ended: \(error)")
            }
        }
    }

    /// Takes in all that the store has to tell now.
    ///
    /// - Throws: `unavailable` if the store cannot be asked.
    func load() async throws(Rejection) {
        let (revocations, remainingKeys) = try await sessions.hear()
        if !revocations.isEmpty {
            for group in groups {
                group.post(.ended { session in revocations.contains(where: session.isEnded) })
            }
        }
        guard let remainingKeys else { return }
        for group in groups { group.post(.ended { $0.isSigned(byNoneOf: remainingKeys) }) }
    }
}
