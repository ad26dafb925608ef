import Billets

/// Attempts that are counted in memory, since the database cannot be written.
struct UnwrittenAttempts {
    /// The most subjects that are counted; further ones are refused until some are forgotten.
    static let subjectsMaximum = 10_000

    private var emptyAt: [String: Timestamp] = [:]

    /// When the attempts at each of `subjects` will be forgotten, as far as any are counted here.
    func times(of subjects: [String]) -> [String: Timestamp] {
        guard !emptyAt.isEmpty else { return [:] }
        return emptyAt.filter { subjects.contains($0.key) }
    }

    /// Counts attempts, all or none; each comes with what the database says of its subject.
    ///
    /// - Returns: nil if all may be made; otherwise after how long to try again.
    /// - Throws: `unavailable` if there is no room for their subjects.
    mutating func admit(
        _ attempts: [(ThrottledAttempt, Timestamp?)],
        at now: Timestamp
    ) throws(Rejection) -> Duration? {
        var counted: [String: Timestamp] = [:]
        var wait: Duration?
        for (attempt, written) in attempts {
            let known = [written, emptyAt[attempt.subject]].compactMap(\.self).max()
            switch attempt.throttle.judge(emptyAt: known, at: now) {
            case .admitted(let time): counted[attempt.subject] = time
            case .refused(let retryAfter): wait = max(wait ?? .zero, retryAfter)
            }
        }
        if let wait { return wait }
        try makeRoom(for: counted.count, at: now)
        emptyAt.merge(counted) { $1 }
        return nil
    }

    /// Forgets the attempts at these subjects.
    mutating func forget(_ subjects: [String]) {
        for subject in subjects { emptyAt[subject] = nil }
    }

    private mutating func makeRoom(for count: Int, at now: Timestamp) throws(Rejection) {
        guard emptyAt.count + count > Self.subjectsMaximum else { return }
        emptyAt = emptyAt.filter { $0.value > now }
        guard emptyAt.count + count > Self.subjectsMaximum else { return }
        throw Rejection(
            .unavailable,
            """
            The database cannot be written, and too many attempts to log in are counted in memory: try again in a few \
            minutes.
            """
        )
    }
}
