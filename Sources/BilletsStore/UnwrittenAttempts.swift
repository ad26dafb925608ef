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
        var bounded: [String: Timestamp] = [:]
        var wait: Duration?
        for (attempt, written) in attempts {
            let known = known(attempt, written: written, at: now)
            // Kept here, since the database cannot be corrected now.
            if let known, let written, known < written { bounded[attempt.subject] = known }
            switch attempt.throttle.judge(emptyAt: known, at: now) {
            case .admitted(let time): counted[attempt.subject] = time
            case .refused(let retryAfter): wait = max(wait ?? .zero, retryAfter)
            }
        }
        let news = wait == nil ? counted : bounded
        try makeRoom(for: news.count, at: now)
        emptyAt.merge(news) { $1 }
        return wait
    }

    /// The time at which the attempts at a subject are forgotten, from the database and this count; nil if there were
    /// none.
    ///
    /// A stored moment beyond a full bucket dates from before the clock was set back; the count in memory replaces it.
    private func known(
        _ attempt: ThrottledAttempt,
        written: Timestamp?,
        at now: Timestamp
    ) -> Timestamp? {
        let bound = { attempt.throttle.bounded($0, at: now) }
        let counted = emptyAt[attempt.subject].map(bound)
        guard let written else { return counted }
        guard let counted else { return bound(written) }
        return bound(written) < written ? counted : max(counted, written)
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
