import Billets
import Synchronization

/// Counts the lists of tickets that each user waits for, so that no one user takes all turns of the store.
final class RunningLists: Sendable {
    /// The number of lists that a user may wait for at the same time on one gateway.
    static let perUserMaximum = 4

    private let counts = Mutex<[UserID: Int]>([:])

    /// Returns the list that `body` reads for `user`.
    ///
    /// - Throws: `rateLimited` if they wait for too many others; whatever `body` throws.
    func run<Value: Sendable>(
        for user: UserID,
        _ body: () async throws(Rejection) -> Value
    ) async throws(Rejection) -> Value {
        let isAdmitted = counts.withLock { counts in
            guard counts[user, default: 0] < Self.perUserMaximum else { return false }
            counts[user, default: 0] += 1
            return true
        }
        guard isAdmitted else {
            throw Rejection(
                .rateLimited,
                "You ask for too many lists at the same time: wait for the answers to some of them."
            )
        }
        defer {
            counts.withLock { counts in
                let count = counts[user, default: 1] - 1
                counts[user] = count > 0 ? count : nil
            }
        }
        return try await body()
    }
}
