import Billets
import BilletsWire

/// Opens sessions, and tells whose a token is.
///
/// It owns the keys, the ledger of revocations and the API tokens that were looked up; HTTP and sockets show it
/// the tokens they get.
struct Sessions: Sendable {
    /// The most checks of a password in one log-in, each after a change of the account.
    private static let verificationsMaximum = 3

    private let accounts: any AccountStore
    private let passwords: PasswordHasher
    private let clock: WallClock
    private let lifetime: Duration
    private let apiTokens: APITokenSessions
    private let throttle: LogInThrottle
    private let metrics: GatewayMetrics

    /// The keys that tokens are signed with.
    let keys: SessionKeyRing

    /// Which sessions are dead before their time.
    let revocations: RevocationLedger

    /// The sessions of a database, as `configuration` wants them.
    init(
        _ accounts: any AccountStore,
        _ passwords: PasswordHasher,
        _ configuration: GatewayConfiguration,
        _ metrics: GatewayMetrics
    ) {
        self.metrics = metrics
        self.accounts = accounts
        self.passwords = passwords
        clock = configuration.clock
        lifetime = configuration.sessionLifetime
        revocations = RevocationLedger()
        keys = SessionKeyRing(accounts: accounts, ledger: revocations)
        throttle = LogInThrottle(accounts: accounts, limits: configuration.logIns)
        apiTokens = APITokenSessions(accounts: accounts, ledger: revocations, clock: clock)
    }

    /// Opens a session.
    ///
    /// A password takes long to check. If the account has changed meanwhile, the present one is checked.
    ///
    /// - Throws: `Problem` 401 if e-mail and password do not belong together, whichever is wrong; 429 after too
    ///   many attempts; a `Rejection` if it cannot be found out now.
    func logIn(
        _ credentials: Credentials,
        from address: ClientAddress
    ) async throws -> (token: String, session: Session) {
        try await throttle.admitLogIn(credentials.email, from: address)
        for _ in 0..<Self.verificationsMaximum {
            let account = try await accounts.account(email: credentials.email)
            // An unknown address takes as long as a wrong password, and is answered alike.
            let form = try await passwords.verify(
                credentials.password,
                against: account?.passwordHash
            )
            guard let account, let form, !account.isDisabled else {
                metrics.logInFailed()
                throw Problem(
                    status: 401,
                    code: "unauthorized",
                    title: "Not logged in",
                    detail: "E-mail address and password do not belong together: check both."
                )
            }
            guard let opened = try await open(account) else { continue }
            await throttle.forgive(credentials.email, from: address)
            await rehash(credentials.password, in: form, of: account)
            return opened
        }
        throw Rejection(.unavailable, "The account is being changed: log in again.")
    }

    /// Opens a session of a new account.
    ///
    /// - Throws: `Problem` 429 after too many registrations; a `Rejection` if the account cannot be made.
    func register(
        _ draft: AccountDraft,
        from address: ClientAddress
    ) async throws -> (token: String, session: Session) {
        try await throttle.admitRegistration(from: address)
        return try await sign(try await add(draft, role: .agent))
    }

    /// Adds an account, on behalf of an administrator's session if there is one.
    ///
    /// - Throws: `Problem` 409 if its address is taken; a `Rejection` if the session has ended meanwhile, or the account
    ///   cannot be made.
    func add(
        _ draft: AccountDraft,
        role: AccountRole,
        by administrator: Session? = nil
    ) async throws -> Account {
        // What is wrong is said before the password is hashed, which costs something.
        let account = Account(
            user: User(id: .random(), name: try AccountLimits.name(draft.name)),
            email: try AccountLimits.email(draft.email),
            role: role,
            passwordHash: try await passwords.hash(try AccountLimits.password(draft.password))
        )
        guard try await accounts.account(email: account.email) == nil else {
            throw Problem(taken: Rejection(takenEmail: account.email).message)
        }
        try await accounts.add(account, by: administrator?.actor)
        return account
    }

    /// Gives the owner of `session` another password, and ends all their sessions, and their API tokens if they want.
    ///
    /// - Returns: a new session.
    /// - Throws: `Problem` 403 if the current password is incorrect; 429 after too many attempts; a `Rejection` if the new
    ///   one is invalid, the session has ended meanwhile, or it cannot be done now.
    func changePassword(
        _ change: PasswordChange,
        of session: Session,
        from address: ClientAddress
    ) async throws -> (token: String, session: Session) {
        let new = try AccountLimits.password(change.newPassword)
        guard let account = try await accounts.account(session.user.id) else {
            throw Problem.unauthorized
        }
        try await throttle.admitLogIn(account.email, from: address)
        guard
            try await passwords.verify(change.currentPassword, against: account.passwordHash) != nil
        else {
            throw Problem(
                status: 403,
                code: "forbidden",
                title: "Wrong password",
                detail: "The current password is incorrect: check it."
            )
        }
        await throttle.forgive(account.email, from: address)
        let edit = AccountEdit(
            password: .changed(hash: try await passwords.hash(new)),
            endsTokens: change.endsTokens
        )
        // The store refuses the change if the session has ended since, by another change of the password for example.
        let edited = try await accounts.edit(account.user.id, edit, by: session.actor)
        return try await sign(edited)
    }

    /// The session of `token`, which a client at `address` showed; nil if it is none of ours, has expired or was ended.
    ///
    /// - Throws: `unavailable` if it is an API token, and the store cannot be asked for it, or if this gateway has not heard
    ///   for long which sessions have ended; `rateLimited` after too many unknown API tokens.
    func session(
        token: String,
        from address: ClientAddress
    ) async throws(Rejection) -> Session? {
        let found: Session?
        if let secret = APITokenSecret(token) {
            found = try await apiTokens.session(secret, from: address)
        } else {
            found = await keys.session(token: token)
        }
        guard let found, isAlive(found) else { return nil }
        guard revocations.isCurrent() else {
            throw Rejection(
                .unavailable,
                "The store does not say which sessions have ended: try again shortly."
            )
        }
        return found
    }

    /// The session of the first good token among those of a request from `address`; nil without one.
    ///
    /// - Throws: like `session(token:from:)`.
    func session(
        of identity: RequestIdentity,
        from address: ClientAddress
    ) async throws(Rejection) -> Session? {
        for token in identity.tokens {
            if let session = try await session(token: token, from: address) { return session }
        }
        return nil
    }

    /// Takes in all that the store has to tell since the last time.
    ///
    /// - Returns: the revocations that are new, and the names of all keys if some are gone.
    /// - Throws: `unavailable` if the store cannot be asked.
    func hear() async throws(Rejection) -> (
        revocations: [Revocation], remainingKeys: Set<String>?
    ) {
        // A revocation after the first question may be missing from the answers.
        let start = ContinuousClock.now
        var news: [Revocation] = []
        while true {
            let page = try await accounts.revocations(after: revocations.lastNumber)
            guard !page.isEmpty else { break }
            revocations.take(page)
            news += page
        }
        let remainingKeys = try await keys.poll()
        revocations.heardAll(at: start)
        return (news, remainingKeys)
    }

    /// Whether `session`, which was good once, still is.
    func isAlive(_ session: Session) -> Bool {
        !session.hasExpired(at: clock.now()) && !revocations.hasEnded(session)
    }

    /// Ends a session, on every gateway.
    ///
    /// - Throws: a `Rejection` if that cannot be written now.
    func logOut(_ session: Session) async throws {
        try await accounts.revoke(session.id)
        // Here the token is dead at once; the other gateways hear of it soon.
        revocations.end(session)
    }

    /// Opens a session of `verified`, whose password was checked; nil if the account has been changed since.
    ///
    /// The token carries the generation that the store answers here: whatever ends the account's sessions later raises it.
    private func open(_ verified: Account) async throws -> (token: String, session: Session)? {
        guard let present = try await accounts.account(verified.user.id),
            present.generation == verified.generation, !present.isDisabled,
            present.passwordHash == verified.passwordHash, present.role == verified.role
        else { return nil }
        return try await sign(present)
    }

    /// A session of `account` as the store has just answered it.
    private func sign(_ account: Account) async throws -> (token: String, session: Session) {
        guard !account.isDisabled else { throw Problem.unauthorized }
        let start = clock.now()
        return try await keys.sign { keyID in
            Session(
                id: .random(),
                user: account.user,
                role: account.role,
                generation: account.generation,
                startedAt: start,
                expiresAt: start.adding(lifetime),
                origin: .logIn(keyID: keyID)
            )
        }
    }

    /// Hashes a password anew that was hashed at a lower cost than today's or in another form; should that fail, it is done
    /// next time.
    private func rehash(_ password: String, in form: PasswordForm, of account: Account) async {
        guard form != .prepared || passwords.isOutdated(account.passwordHash),
            let hash = try? await passwords.hash(password)
        else { return }
        let edit = PasswordEdit.rehashed(hash: hash, replacing: account.passwordHash)
        _ = try? await accounts.edit(account.user.id, AccountEdit(password: edit))
    }
}
