public import Billets
public import BilletsWire
import Synchronization

/// What people and programs log in with, and how often they may try.
extension SQLiteStore {
    /// Adds an API token of its owner.
    public func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        _ = try AccountLimits.name(token.name)
        let clock = clock
        try await database.write { database in
            let now = try clock.now(writing: database)
            let accounts = AccountTable(database: database)
            try accounts.check(actor)
            guard try accounts.account(token.owner) != nil else {
                throw Rejection(unknownUser: token.owner)
            }
            let tokens = TokenTable(database: database)
            guard
                try tokens.tokens(of: token.owner, at: now).count < AccountLimits.tokensMaximum
            else { throw Rejection.tooManyTokens }
            try tokens.insert(token)
        }
    }

    /// The API tokens of `owner`, or of all users, that have not ended, the oldest first.
    public func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        let clock = clock
        return try await database.read { database in
            let now = try clock.now(reading: database)
            return try TokenTable(database: database).tokens(of: owner, at: now)
        }
    }

    /// The API token with `digest`, and the account that it acts for.
    public func holder(
        ofTokenWithDigest digest: [UInt8]
    ) async throws(Rejection) -> TokenHolder? {
        let clock = clock
        return try await database.read { database in
            let now = try clock.now(reading: database)
            guard let token = try TokenTable(database: database).token(digest: digest),
                !token.hasExpired(at: now),
                let account = try AccountTable(database: database).account(token.owner)
            else { return nil }
            return TokenHolder(token: token, account: account)
        }
    }

    /// Removes an API token, and revokes the sessions that it opened.
    public func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection) {
        let clock = clock
        try await database.write { database in
            let now = try clock.now(writing: database)
            let tokens = TokenTable(database: database)
            guard let token = try tokens.token(id), owner == nil || token.owner == owner else {
                throw Rejection(unknownToken: id)
            }
            try tokens.delete(id)
            try RevocationTable(database: database).insert(token.sessionID, at: now)
        }
    }

    /// The keys of sessions, the oldest first.
    public func sessionKeys() async throws(Rejection) -> [SessionKey] {
        try await database.read { try SessionKeyTable(database: $0).all() }
    }

    /// Adds a key of sessions, which signs from now on.
    public func add(_ key: SessionKey) async throws(Rejection) {
        try await database.write { database in
            let keys = SessionKeyTable(database: database)
            guard try !keys.all().contains(where: { $0.id == key.id }) else {
                throw Rejection(takenKey: key.id)
            }
            try keys.insert(key)
        }
    }

    /// Removes a key of sessions.
    public func removeSessionKey(_ id: String) async throws(Rejection) {
        try await database.write { database in
            let keys = SessionKeyTable(database: database)
            let all = try keys.all()
            guard all.contains(where: { $0.id == id }) else { throw Rejection(unknownKey: id) }
            guard all.count > 1 else { throw Rejection(lastKey: id) }
            try keys.delete(id)
        }
    }

    /// Counts attempts, all or none.
    ///
    /// While the database cannot be written, as on a full disk, attempts are counted in this process's memory, on top of
    /// what the database says, so that people can log in. What is counted so ends with the process; gateways that share
    /// a database file do not see each other's.
    public func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        do throws(Rejection) {
            return try await admitWriting(attempts)
        } catch {
            guard database.condition.refusesWrites else { throw error }
            return try await admitUnwritten(attempts)
        }
    }

    private func admitWriting(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        let clock = clock
        let unwritten = unwrittenAttempts.withLock { $0.times(of: attempts.map(\.subject)) }
        let wait: Duration? = try await database.write { database in
            let now = try clock.now(writing: database)
            let throttles = ThrottleTable(database: database)
            let verdicts = try attempts.map { attempt in
                let written = try throttles.emptyAt(attempt.subject)
                let emptyAt = [written, unwritten[attempt.subject]].compactMap(\.self).max()
                    .map { attempt.throttle.bounded($0, at: now) }
                // Also if the attempt is refused: a bucket that seemed fuller than full drains from now on.
                if let emptyAt, emptyAt != written {
                    try throttles.set(attempt.subject, emptyAt: emptyAt)
                }
                return (attempt.subject, attempt.throttle.judge(emptyAt: emptyAt, at: now))
            }
            let waits = verdicts.compactMap { _, verdict -> Duration? in
                if case .refused(let retryAfter) = verdict { retryAfter } else { nil }
            }
            if let wait = waits.max() { return wait }
            for case (let subject, .admitted(let emptyAt)) in verdicts {
                try throttles.set(subject, emptyAt: emptyAt)
            }
            return nil
        }
        if !unwritten.isEmpty {
            unwrittenAttempts.withLock { $0.forget(Array(unwritten.keys)) }
        }
        return wait
    }

    private func admitUnwritten(
        _ attempts: [ThrottledAttempt]
    ) async throws(Rejection) -> Duration? {
        let clock = clock
        let (now, written) = try await database.read { database in
            let throttles = ThrottleTable(database: database)
            return (
                try clock.now(reading: database),
                try attempts.map { try throttles.emptyAt($0.subject) }
            )
        }
        return try unwrittenAttempts.withLock { unwritten throws(Rejection) in
            try unwritten.admit(Array(zip(attempts, written)), at: now)
        }
    }

    /// Forgets the attempts at these subjects.
    public func forgive(_ subjects: [String]) async throws(Rejection) {
        unwrittenAttempts.withLock { $0.forget(subjects) }
        try await database.write { database in
            let throttles = ThrottleTable(database: database)
            for subject in subjects { try throttles.delete(subject) }
        }
    }
}
