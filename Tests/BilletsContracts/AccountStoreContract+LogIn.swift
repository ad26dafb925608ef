import Billets
import BilletsWire
import Testing

extension AccountStoreContract {
    /// API tokens.
    static let tokens: [StoreCheck] = [
        StoreCheck("An API token is found by its digest, together with its owner's account") {
            store in
            let ada = try await store.add("Ada")
            let token = token(of: ada, "script", digest: 1, in: store)
            try await store.accounts.add(token)
            let holder = try await store.accounts.holder(ofTokenWithDigest: token.digest)
            #expect(holder?.token == token)
            #expect(holder?.account.user == ada)
            let other = [UInt8](repeating: 9, count: 32)
            #expect(try await store.accounts.holder(ofTokenWithDigest: other) == nil)
            try await store.accounts.edit(ada.id, AccountEdit(role: .admin))
            let later = try await store.accounts.holder(ofTokenWithDigest: token.digest)
            #expect(later?.account.role == .admin, "what its owner may do, it may do")
        },
        StoreCheck("API tokens are listed by their owner alone, the oldest first, until they end") {
            store in
            let (ada, grace) = (try await store.add("Ada"), try await store.add("Grace"))
            let end = store.clock.now.adding(.seconds(60))
            let one = token(of: ada, "one", digest: 1, endsAt: end, in: store)
            try await store.accounts.add(one)
            store.clock.advance(by: .seconds(1))
            let two = token(of: ada, "two", digest: 2, in: store)
            try await store.accounts.add(two)
            try await store.accounts.add(token(of: grace, "three", digest: 3, in: store))
            #expect(try await store.accounts.tokens(of: ada.id) == [one, two])
            store.clock.advance(by: .seconds(59))
            #expect(try await store.accounts.tokens(of: ada.id) == [two])
            #expect(try await store.accounts.holder(ofTokenWithDigest: one.digest) == nil)
            _ = try await store.report("gateway-1", isComplete: true)
            #expect(try await store.accounts.tokens(of: ada.id) == [two])
        },
        StoreCheck("An API token that is removed is dead, and so are the sessions that it opened") {
            store in
            let (ada, grace) = (try await store.add("Ada"), try await store.add("Grace"))
            let token = token(of: ada, "script", digest: 1, in: store)
            try await store.accounts.add(token)
            let foreign = await #expect(throws: Rejection.self) {
                try await store.accounts.removeToken(token.id, of: grace.id)
            }
            #expect(foreign?.code == .notFound)
            #expect(try await store.accounts.tokens(of: ada.id) == [token])
            try await store.accounts.removeToken(token.id, of: ada.id)
            #expect(try await store.accounts.tokens(of: ada.id) == [])
            #expect(try await store.accounts.holder(ofTokenWithDigest: token.digest) == nil)
            let revocations = try await store.accounts.revocations(after: 0)
            #expect(revocations.map(\.scope) == [.session(token.sessionID)])
            let again = await #expect(throws: Rejection.self) {
                try await store.accounts.removeToken(token.id, of: nil)
            }
            #expect(again?.code == .notFound)
        },
        StoreCheck("Each API token keeps its scopes, and the tokens of all users can be listed") {
            store in
            let (ada, grace) = (try await store.add("Ada"), try await store.add("Grace"))
            let scopes: [Set<APITokenScope>] = [[.read], [.write, .admin], .standard]
            var tokens: [APIToken] = []
            for (index, (owner, scopes)) in zip([ada, grace, ada], scopes).enumerated() {
                let token = token(
                    of: owner,
                    "script \(index)",
                    digest: UInt8(index),
                    scopes: scopes,
                    in: store
                )
                try await store.accounts.add(token)
                tokens.append(token)
                store.clock.advance(by: .seconds(1))
            }
            #expect(try await store.accounts.tokens(of: nil) == tokens)
            for token in tokens {
                let holder = try await store.accounts.holder(ofTokenWithDigest: token.digest)
                #expect(holder?.token.scopes == token.scopes)
            }
        },
        StoreCheck("Whose API tokens end with another password has none, and others keep theirs") {
            store in
            let (ada, grace) = (try await store.add("Ada"), try await store.add("Grace"))
            for (index, owner) in [ada, ada, grace].enumerated() {
                let token = token(of: owner, "script", digest: UInt8(index), in: store)
                try await store.accounts.add(token)
            }
            let edit = AccountEdit(password: .changed(hash: "new"), endsTokens: true)
            #expect(try await store.accounts.edit(ada.id, edit).generation == 1)
            #expect(try await store.accounts.tokens(of: nil).map(\.owner) == [grace.id])
            let digest = [UInt8](repeating: 0, count: 32)
            #expect(try await store.accounts.holder(ofTokenWithDigest: digest) == nil)
        },
        StoreCheck("Nobody has more API tokens than they may, and nobody's are refused") { store in
            let ada = try await store.add("Ada")
            for number in 1...AccountLimits.tokensMaximum {
                let token = token(of: ada, "t\(number)", digest: UInt8(number), in: store)
                try await store.accounts.add(token)
            }
            let surplus = token(of: ada, "surplus", digest: 200, in: store)
            let refusal = await #expect(throws: Rejection.self) {
                try await store.accounts.add(surplus)
            }
            #expect(refusal?.code == .invalidMessage)
            let nobodys = token(
                of: User(id: .random(), name: "Nobody"),
                "x",
                digest: 201,
                in: store
            )
            let unknown = await #expect(throws: Rejection.self) {
                try await store.accounts.add(nobodys)
            }
            #expect(unknown?.code == .notFound)
            let nameless = token(of: ada, " ", digest: 202, in: store)
            await #expect(throws: Rejection.self) { try await store.accounts.add(nameless) }
        },
    ]

    /// The keys of sessions.
    static let keys: [StoreCheck] = [
        StoreCheck("There is a key from the beginning, and new ones sign until the last is removed")
        {
            store in
            let first = try #require(try await store.accounts.sessionKeys().first)
            #expect(first.secret.count == 32)
            #expect(try await store.accounts.sessionKeys() == [first])
            let only = await #expect(throws: Rejection.self) {
                try await store.accounts.removeSessionKey(first.id)
            }
            #expect(only?.code == .invalidMessage)
            let second = SessionKey(
                id: "second",
                secret: [UInt8](repeating: 2, count: 32),
                createdAt: store.clock.now
            )
            try await store.accounts.add(second)
            #expect(try await store.accounts.sessionKeys() == [first, second])
            let taken = await #expect(throws: Rejection.self) {
                try await store.accounts.add(second)
            }
            #expect(taken?.code == .invalidMessage)
            try await store.accounts.removeSessionKey(first.id)
            #expect(try await store.accounts.sessionKeys() == [second])
            let gone = await #expect(throws: Rejection.self) {
                try await store.accounts.removeSessionKey(first.id)
            }
            #expect(gone?.code == .notFound)
        }
    ]

    /// What is tried too often.
    static let throttles: [StoreCheck] = [
        StoreCheck("Attempts are counted by the store's clock, all of them or none") { store in
            let strict = Throttle(burst: 2, interval: .seconds(10))
            let loose = Throttle(burst: 3, interval: .seconds(10))
            let account = ThrottledAttempt(subject: "account:a", throttle: strict)
            let address = ThrottledAttempt(subject: "address:b", throttle: loose)
            for _ in 1...2 {
                try await expectWait(nil, for: [account, address], in: store)
            }
            try await expectWait(.seconds(10), for: [account, address], in: store)
            try await expectWait(nil, for: [address], in: store)
            try await expectWait(.seconds(10), for: [address], in: store)
            store.clock.advance(by: .seconds(4))
            try await expectWait(.seconds(6), for: [account], in: store)
            store.clock.advance(by: .seconds(6))
            try await expectWait(nil, for: [account], in: store)
            try await expectWait(.seconds(10), for: [account], in: store)
        },
        StoreCheck("A clock that is set back shuts nobody out for longer than a full throttle") {
            store in
            let throttle = Throttle(burst: 2, interval: .seconds(10))
            let account = ThrottledAttempt(subject: "account:a", throttle: throttle)
            for _ in 1...2 { try await expectWait(nil, for: [account], in: store) }
            store.clock.advance(by: .seconds(-3_600))
            try await expectWait(.seconds(10), for: [account], in: store)
            store.clock.advance(by: .seconds(4))
            try await expectWait(.seconds(6), for: [account], in: store)
            store.clock.advance(by: .seconds(6))
            try await expectWait(nil, for: [account], in: store)
            try await expectWait(.seconds(10), for: [account], in: store)
        },
        StoreCheck("Attempts that are forgiven are forgotten, and others are not") { store in
            let throttle = Throttle(burst: 1, interval: .seconds(60))
            let one = ThrottledAttempt(subject: "one", throttle: throttle)
            let two = ThrottledAttempt(subject: "two", throttle: throttle)
            try await expectWait(nil, for: [one, two], in: store)
            try await store.accounts.forgive(["one", "nobody"])
            try await expectWait(nil, for: [one], in: store)
            try await expectWait(.seconds(60), for: [two], in: store)
            store.clock.advance(by: .seconds(60))
            _ = try await store.report("gateway-1", isComplete: true)
            try await expectWait(nil, for: [two], in: store)
        },
    ]

    /// Expects that the attempts are counted, or must wait so long.
    private static func expectWait(
        _ expected: Duration?,
        for attempts: [ThrottledAttempt],
        in store: StoreUnderTest,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let wait = try await store.accounts.admit(attempts)
        #expect(wait == expected, sourceLocation: sourceLocation)
    }

    private static func token(
        of owner: User,
        _ name: String,
        digest: UInt8,
        endsAt end: Timestamp? = nil,
        scopes: Set<APITokenScope> = .standard,
        in store: StoreUnderTest
    ) -> APIToken {
        APIToken(
            id: .random(),
            owner: owner.id,
            name: name,
            digest: [UInt8](repeating: digest, count: 32),
            createdAt: store.clock.now,
            expiresAt: end,
            scopes: scopes
        )
    }
}
