import Billets
import BilletsWire
import JWTKit

/// Opens sessions, and tells whose a token is.
///
/// It owns the signing key and the ledger of revocations; HTTP and sockets show it the tokens they get.
struct Sessions: Sendable {
    private let accounts: any AccountStore
    private let passwords: PasswordHasher
    private let clock: WallClock
    private let lifetime: Duration
    private let keys: JWTKeyCollection

    /// Which sessions are dead before their time.
    let revocations: RevocationLedger

    /// The sessions of a database.
    ///
    /// `lifetime` is how long a session lasts.
    init(
        accounts: any AccountStore,
        passwords: PasswordHasher,
        lifetime: Duration,
        clock: WallClock
    ) async {
        self.accounts = accounts
        self.passwords = passwords
        self.clock = clock
        self.lifetime = lifetime
        revocations = RevocationLedger(lifetime: lifetime)
        keys = JWTKeyCollection()
        for key in (try? await accounts.sessionKeys()) ?? [] {
            await keys.add(hmac: HMACKey(from: key.secret), digestAlgorithm: .sha256, kid: "1")
        }
    }

    /// Opens a session.
    ///
    /// - Throws: `Problem` 401 if e-mail and password do not belong together, whichever is wrong;
    ///   503 if it cannot be found out now.
    func logIn(_ credentials: Credentials) async throws -> (token: String, session: Session) {
        let account = try await translated { () throws(Rejection) in
            try await accounts.account(email: credentials.email)
        }
        // An unknown address takes as long as a wrong password, and is answered alike.
        let isRight = try await translated { () throws(Rejection) in
            try await passwords.verify(credentials.password, against: account?.passwordHash)
        }
        guard let account, isRight, !account.isDisabled else {
            throw Problem(
                status: 401,
                code: "unauthorized",
                title: "Not logged in",
                detail: "E-mail address and password do not belong together: check both."
            )
        }
        let now = clock.now()
        let session = Session(
            id: .random(),
            user: account.user,
            role: account.role,
            startedAt: now,
            expiresAt: now.adding(lifetime)
        )
        return (try await keys.sign(SessionToken(session), kid: "1"), session)
    }

    /// The session of `token`; nil if it is none of ours, has expired or was ended.
    func session(token: String) async -> Session? {
        guard let claims = try? await keys.verify(token, as: SessionToken.self),
            let session = claims.session,
            !session.hasExpired(at: clock.now()),
            !revocations.hasEnded(session)
        else { return nil }
        return session
    }

    /// Whether `session`, which was good once, still is.
    func isAlive(_ session: Session) -> Bool {
        !session.hasExpired(at: clock.now()) && !revocations.hasEnded(session)
    }

    /// Ends a session, on every gateway.
    ///
    /// - Throws: `Problem` 503 if that cannot be written now.
    func logOut(_ session: Session) async throws {
        try await translated { () throws(Rejection) in
            try await accounts.revoke(.session(session.id))
        }
        // Here the token is dead at once; the other gateways hear of it soon.
        revocations.end(session)
    }

    private func translated<Value>(
        _ body: () async throws(Rejection) -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await body()
        } catch {
            throw Problem(error)
        }
    }
}
