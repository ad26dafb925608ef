import Billets

/// What a `MemoryStore` remembers of attempts that are throttled.
struct MemoryThrottles {
    private var emptyAt: [String: Timestamp] = [:]

    /// Counts attempts, all or none; nil if all may be made.
    mutating func admit(_ attempts: [ThrottledAttempt], at now: Timestamp) -> Duration? {
        emptyAt = emptyAt.filter { $0.value > now }
        for attempt in attempts {
            emptyAt[attempt.subject] = emptyAt[attempt.subject]
                .map { attempt.throttle.bounded($0, at: now) }
        }
        var counted = emptyAt
        var wait: Duration?
        for attempt in attempts {
            switch attempt.throttle.judge(emptyAt: counted[attempt.subject], at: now) {
            case .admitted(let emptyAt): counted[attempt.subject] = emptyAt
            case .refused(let retryAfter): wait = max(wait ?? .zero, retryAfter)
            }
        }
        if wait == nil { emptyAt = counted }
        return wait
    }

    /// Forgets the attempts at these subjects.
    mutating func forgive(_ subjects: [String]) {
        for subject in subjects { emptyAt[subject] = nil }
    }
}
