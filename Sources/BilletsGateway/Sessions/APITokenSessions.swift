import Billets
import BilletsWire
import Synchronization

/// The sessions of API tokens: looked up in the store, and remembered for a short while.
///
/// A revocation removes the session at once. The next request looks the token up again, and it is accepted unless it was
/// removed.
final class APITokenSessions: Sendable {
    /// How long a look-up is good.
    static let lifetime: Duration = .seconds(30)

    /// How many are remembered; when there are more, all are forgotten.
    static let sessionsMaximum = 10_000

    private struct Entry {
        let session: Session
        let until: Timestamp
    }

    private let accounts: any AccountStore
    private let ledger: RevocationLedger
    private let clock: WallClock
    private let throttle = TokenLookupThrottle()
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    /// No sessions yet; `ledger` knows which are dead.
    init(accounts: any AccountStore, ledger: RevocationLedger, clock: WallClock) {
        self.accounts = accounts
        self.ledger = ledger
        self.clock = clock
    }

    /// The session of the token with `secret`, which a client at `address` showed; nil if there is none, or its owner is
    /// disabled.
    ///
    /// - Throws: `unavailable` if the store cannot be asked, `rateLimited` if the address has shown too many tokens that
    ///   do not exist.
    func session(
        _ secret: APITokenSecret,
        from address: ClientAddress
    ) async throws(Rejection) -> Session? {
        let digest = secret.digest
        // A monotonic clock: nothing that is set changes how long a look-up is good.
        let now = Timestamp(millisecondsSinceEpoch: UserRates.now / 1_000_000)
        let known = entries.withLock { $0[digest] }
        if let known, now < known.until, !ledger.hasEnded(known.session) { return known.session }
        if known == nil { try throttle.admit(address, at: now) }
        let holder: TokenHolder?
        do throws(Rejection) {
            holder = try await accounts.holder(ofTokenWithDigest: digest)
        } catch {
            if known == nil { throttle.forgive(address) }
            throw error
        }
        guard let holder, !holder.account.isDisabled else {
            entries.withLock { $0[digest] = nil }
            return nil
        }
        if known == nil { throttle.forgive(address) }
        let session = session(of: holder)
        // A revocation may have come while the store was asked.
        guard !ledger.hasEnded(session) else { return nil }
        entries.withLock { entries in
            if entries.count >= Self.sessionsMaximum { entries = [:] }
            entries[digest] = Entry(session: session, until: now.adding(Self.lifetime))
        }
        return session
    }

    private func session(of holder: TokenHolder) -> Session {
        let scopes = holder.token.scopes
        return Session(
            id: holder.token.sessionID,
            user: holder.account.user,
            role: scopes.contains(.admin) ? holder.account.role : .agent,
            generation: holder.account.generation,
            startedAt: clock.now(),
            expiresAt: holder.token.expiresAt,
            origin: .apiToken(scopes: scopes)
        )
    }
}
