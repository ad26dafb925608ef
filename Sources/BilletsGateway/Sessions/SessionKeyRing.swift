import Billets
import BilletsWire
import JWTKit

/// The keys that tokens are signed with, as far as this gateway has heard: the newest signs, all of them verify.
///
/// A key that another gateway has begun to sign with is asked for when the first such token comes.
actor SessionKeyRing {
    /// How long after a question because of a token the store is not asked another one: anybody may send a token
    /// that names a key which does not exist.
    static let questionInterval: Duration = .seconds(1)

    /// The longest token, in bytes; a longer one is none of ours.
    static let tokenBytesMaximum = 4096

    private let accounts: any AccountStore
    private let ledger: RevocationLedger
    private var keys: [SessionKey] = []
    private var collection = JWTKeyCollection()
    private var askedAt: ContinuousClock.Instant?
    private var hasLostKeys = false
    private var questions = 0
    private var lastAnswered = 0

    /// A ring that knows no key yet; `ledger` is told of those that it hears of.
    init(accounts: any AccountStore, ledger: RevocationLedger) {
        self.accounts = accounts
        self.ledger = ledger
    }

    /// Asks the store for the keys.
    ///
    /// - Returns: the names of all keys, if some are gone since the last time that this was asked; nil otherwise.
    func poll() async throws(Rejection) -> Set<String>? {
        try await refresh()
        defer { hasLostKeys = false }
        return hasLostKeys ? Set(keys.map(\.id)) : nil
    }

    private func refresh() async throws(Rejection) {
        questions += 1
        let question = questions
        let news = try await accounts.sessionKeys()
        guard question > lastAnswered, news != keys else {
            lastAnswered = max(lastAnswered, question)
            return
        }
        let next = JWTKeyCollection()
        for key in news {
            await next.add(
                hmac: HMACKey(from: key.secret),
                digestAlgorithm: .sha256,
                kid: JWKIdentifier(string: key.id)
            )
        }
        // The answer to a later question may have come first.
        guard question > lastAnswered else { return }
        lastAnswered = question
        let names = Set(news.map(\.id))
        if keys.contains(where: { !names.contains($0.id) }) { hasLostKeys = true }
        keys = news
        collection = next
        ledger.take(keyIDs: names)
    }

    /// The token of the session that `session` makes, when it is told the name of the signing key.
    ///
    /// - Throws: a `Rejection` if the store cannot be asked for a key.
    func sign(_ session: (String) -> Session) async throws -> (token: String, session: Session) {
        if keys.isEmpty { try await refresh() }
        guard let newest = keys.last else {
            throw Rejection(.unavailable, "There is no key to sign sessions with: add one.")
        }
        let session = session(newest.id)
        let kid = JWKIdentifier(string: newest.id)
        return (try await collection.sign(SessionToken(session), kid: kid), session)
    }

    /// The session that `token` tells of, if one of the keys signed it.
    func session(token: String) async -> Session? {
        guard token.utf8.count <= Self.tokenBytesMaximum,
            let header = try? DefaultJWTParser().parse(
                Array(token.utf8),
                as: SessionToken.self
            ).header,
            let keyID = header.kid, header.alg == "HS256"
        else { return nil }
        if !keys.contains(where: { $0.id == keyID }) { await askBecauseOfToken() }
        guard keys.contains(where: { $0.id == keyID }),
            let claims = try? await collection.verify(token, as: SessionToken.self)
        else { return nil }
        return claims.session(keyID: keyID)
    }

    private func askBecauseOfToken() async {
        if let askedAt, ContinuousClock.now - askedAt < Self.questionInterval { return }
        askedAt = .now
        // Without an answer the keys that are known go on being good.
        try? await refresh()
    }
}
