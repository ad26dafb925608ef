public import Billets

extension MemoryStore: AccountStore {
    /// The account that logs in with `email`, in whatever case.
    public func account(email: String) async throws(Rejection) -> Account? {
        try withDatabase { database, _ throws(Rejection) in
            database.book.account(email: email)
        }
    }

    /// The account of the user `id`.
    public func account(_ id: UserID) async throws(Rejection) -> Account? {
        try withDatabase { database, _ throws(Rejection) in database.book.account(id) }
    }

    /// All accounts, by e-mail.
    public func accounts() async throws(Rejection) -> [Account] {
        try withDatabase { database, _ throws(Rejection) in database.book.all }
    }

    /// Adds an account.
    public func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        try withDatabase { database, _ throws(Rejection) in
            try database.book.check(actor)
            try database.book.add(account)
        }
    }

    /// Changes the account of the user `id`.
    @discardableResult
    public func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        try withDatabase { database, now throws(Rejection) in
            try database.book.check(actor)
            return try database.book.edit(id, edit, at: now)
        }
    }

    /// Ends one session.
    public func revoke(_ session: SessionID) async throws(Rejection) {
        try withDatabase { database, now throws(Rejection) in
            database.book.revoke(.session(session), at: now)
        }
    }

    /// The revocations after `number`, in order.
    public func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try withDatabase { database, _ throws(Rejection) in
            Array(
                database.book.revocations.lazy.filter { $0.number > number }
                    .prefix(Revocation.pageMaximum)
            )
        }
    }

    /// Adds an API token.
    public func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        try withDatabase { database, now throws(Rejection) in
            try database.book.check(actor)
            try database.book.add(token, at: now)
        }
    }

    /// The API tokens of `owner`, or of all users, that have not ended.
    public func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        try withDatabase { database, now throws(Rejection) in
            database.book.tokens(of: owner, at: now)
        }
    }

    /// The API token with `digest`, and the account that it acts for.
    public func holder(
        ofTokenWithDigest digest: [UInt8]
    ) async throws(Rejection) -> TokenHolder? {
        try withDatabase { database, now throws(Rejection) in
            database.book.holder(ofTokenWithDigest: digest, at: now)
        }
    }

    /// Removes an API token.
    public func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection) {
        try withDatabase { database, now throws(Rejection) in
            try database.book.removeToken(id, of: owner, at: now)
        }
    }

    /// The keys of sessions, the oldest first.
    public func sessionKeys() async throws(Rejection) -> [SessionKey] {
        try withDatabase { database, _ throws(Rejection) in database.keys.all }
    }

    /// Adds a key of sessions.
    public func add(_ key: SessionKey) async throws(Rejection) {
        try withDatabase { database, _ throws(Rejection) in try database.keys.add(key) }
    }

    /// Removes a key of sessions.
    public func removeSessionKey(_ id: String) async throws(Rejection) {
        try withDatabase { database, _ throws(Rejection) in try database.keys.remove(id) }
    }

    /// Counts attempts, all or none.
    public func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        try withDatabase { database, now throws(Rejection) in
            database.throttles.admit(attempts, at: now)
        }
    }

    /// Forgets the attempts at these subjects.
    public func forgive(_ subjects: [String]) async throws(Rejection) {
        try withDatabase { database, _ throws(Rejection) in
            database.throttles.forgive(subjects)
        }
    }
}
