import Billets
import BilletsWire

/// Opens sessions, and tells whose a token is.
///
/// It owns the keys, the ledger of revocations and the API tokens that were looked up; HTTP and sockets show it
/// the tokens they get.
struct Sessions: Sendable {
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
        revocations = RevocationLedger(lifetime: lifetime)
        keys = SessionKeyRing(accounts: accounts, ledger: revocations)
        throttle = LogInThrottle(accounts: accounts, limits: configuration.logIns)
        apiTokens = APITokenSessions(accounts: accounts, ledger: revocations, clock: clock)
    }

    /// Opens a session.
    ///
    /// - Throws: `Problem` 401 if e-mail and password do not belong together, whichever is wrong; 429 after too
    ///   many attempts; a `Rejection` if it cannot be found out now.
    func logIn(
        _ credentials: Credentials,
        from address: ClientAddress
    ) async throws -> (token: String, session: Session) {
        try await throttle.admitLogIn(credentials.email, from: address)
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
        await throttle.forgive(credentials.email, from: address)
        await rehash(credentials.password, in: form, of: account)
        return try await open(account)
    }

    /// Opens a session of a new account.
    ///
    /// - Throws: `Problem` 429 after too many registrations; a `Rejection` if the account cannot be made.
    func register(
        _ draft: AccountDraft,
        from address: ClientAddress
    ) async throws -> (token: String, session: Session) {
        try await throttle.admitRegistration(from: address)
        return try await open(try await add(draft, role: .agent))
    }

    /// Adds an account.
    ///
    /// - Throws: `Problem` 409 if its address is taken; a `Rejection` if it cannot be made.
    func add(_ draft: AccountDraft, role: AccountRole) async throws -> Account {
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
        try await accounts.add(account)
        return account
    }

    /// Gives the owner of `session` another password, and ends all their sessions.
    ///
    /// - Returns: a new session.
    /// - Throws: `Problem` 403 if the present password is another; 429 after too many attempts; a `Rejection` if
    ///   the new one is none, or it cannot be done now.
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
                detail: "The present password is another one: check it."
            )
        }
        await throttle.forgive(account.email, from: address)
        let hash = try await passwords.hash(new)
        let edited = try await accounts.edit(
            account.user.id,
            AccountEdit(password: .changed(hash: hash))
        )
        return try await open(edited)
    }

    /// The session of `token`; nil if it is none of ours, has expired or was ended.
    ///
    /// - Throws: `unavailable` if it is an API token, and the store cannot be asked for it.
    func session(token: String) async throws(Rejection) -> Session? {
        let found: Session?
        if let secret = APITokenSecret(token) {
            found = try await apiTokens.session(secret)
        } else {
            found = await keys.session(token: token)
        }
        return found.flatMap { isAlive($0) ? $0 : nil }
    }

    /// The session of the first good token among those of a request; nil without one.
    ///
    /// - Throws: `unavailable` if one is an API token, and the store cannot be asked for it.
    func session(of identity: RequestIdentity) async throws(Rejection) -> Session? {
        for token in identity.tokens {
            if let session = try await session(token: token) { return session }
        }
        return nil
    }

    /// Whether `session`, which was good once, still is.
    func isAlive(_ session: Session) -> Bool {
        !session.hasExpired(at: clock.now()) && !revocations.hasEnded(session)
    }

    /// Ends a session, on every gateway.
    ///
    /// - Throws: a `Rejection` if that cannot be written now.
    func logOut(_ session: Session) async throws {
        try await accounts.revoke(.session(session.id))
        // Here the token is dead at once; the other gateways hear of it soon.
        revocations.end(session)
    }

    /// A session begins after whatever has been revoked of its user, by whichever clock that was.
    private func open(_ account: Account) async throws -> (token: String, session: Session) {
        let unheard = try await accounts.revocations(after: revocations.lastNumber)
            .filter { $0.scope == .user(account.user.id) }.map(\.at).max()
        let heard = revocations.lastEnd(of: account.user.id)
        let end = [unheard, heard].compactMap { $0 }.max()
        let start = max(clock.now(), end?.adding(.milliseconds(1)) ?? clock.now())
        return try await keys.sign { keyID in
            Session(
                id: .random(),
                user: account.user,
                role: account.role,
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
