import Billets
import BilletsWire
import Synchronization

/// The accounts of a memory store, with steps of a test's own around some calls.
final class WatchedAccounts: AccountStore {
    private struct State {
        var onRead: (@Sendable (Account) async throws(Rejection) -> Void)?
        var onChange: (@Sendable () async throws(Rejection) -> Void)?
        var revocationFailures = 0
        var tokenLookups = 0
    }

    /// The store behind it.
    let memory: MemoryStore

    private let state = Mutex(State())

    /// Accounts of `memory`.
    init(_ memory: MemoryStore) {
        self.memory = memory
    }

    /// Runs `step` once, after the next account has been read by its address and before it is answered.
    func onNextRead(_ step: @escaping @Sendable (Account) async throws(Rejection) -> Void) {
        state.withLock { $0.onRead = step }
    }

    /// Runs `step` once, when the next change of an account or a token is on its way to the store.
    func onNextChange(_ step: @escaping @Sendable () async throws(Rejection) -> Void) {
        state.withLock { $0.onChange = step }
    }

    private func beforeChange() async throws(Rejection) {
        let step = state.withLock { state in
            defer { state.onChange = nil }
            return state.onChange
        }
        try await step?()
    }

    /// Refuses to tell the revocations so many times.
    func failRevocations(_ times: Int) {
        state.withLock { $0.revocationFailures = times }
    }

    /// The number of times that it still refuses to tell the revocations.
    var revocationFailures: Int {
        state.withLock { $0.revocationFailures }
    }

    /// The number of look-ups of API tokens.
    var tokenLookups: Int {
        state.withLock { $0.tokenLookups }
    }

    func account(email: String) async throws(Rejection) -> Account? {
        let account = try await memory.account(email: email)
        let step = state.withLock { state in
            defer { if account != nil { state.onRead = nil } }
            return state.onRead
        }
        if let account, let step { try await step(account) }
        return account
    }

    func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        let fails = state.withLock { state in
            defer { state.revocationFailures = max(0, state.revocationFailures - 1) }
            return state.revocationFailures > 0
        }
        guard !fails else { throw Rejection(.unavailable, "The revocations cannot be read now.") }
        return try await memory.revocations(after: number)
    }

    func holder(ofTokenWithDigest digest: [UInt8]) async throws(Rejection) -> TokenHolder? {
        state.withLock { $0.tokenLookups += 1 }
        return try await memory.holder(ofTokenWithDigest: digest)
    }

    func account(_ id: UserID) async throws(Rejection) -> Account? { try await memory.account(id) }

    func accounts() async throws(Rejection) -> [Account] { try await memory.accounts() }

    func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        try await beforeChange()
        try await memory.add(account, by: actor)
    }

    func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        try await beforeChange()
        return try await memory.edit(id, edit, by: actor)
    }

    func revoke(_ session: SessionID) async throws(Rejection) {
        try await memory.revoke(session)
    }

    func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        try await beforeChange()
        try await memory.add(token, by: actor)
    }

    func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        try await memory.tokens(of: owner)
    }

    func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection) {
        try await memory.removeToken(id, of: owner)
    }

    func sessionKeys() async throws(Rejection) -> [SessionKey] { try await memory.sessionKeys() }

    func add(_ key: SessionKey) async throws(Rejection) { try await memory.add(key) }

    func removeSessionKey(_ id: String) async throws(Rejection) {
        try await memory.removeSessionKey(id)
    }

    func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        try await memory.admit(attempts)
    }

    func forgive(_ subjects: [String]) async throws(Rejection) {
        try await memory.forgive(subjects)
    }
}
