import Billets
import BilletsWire

/// Accounts are never held.
extension HoldingStore: AccountStore {
    func account(email: String) async throws(Rejection) -> Account? {
        try await memory.account(email: email)
    }

    func account(_ id: UserID) async throws(Rejection) -> Account? { try await memory.account(id) }

    func accounts() async throws(Rejection) -> [Account] { try await memory.accounts() }

    func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        try await memory.add(account, by: actor)
    }

    func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        try await memory.edit(id, edit, by: actor)
    }

    func revoke(_ session: SessionID) async throws(Rejection) {
        try await memory.revoke(session)
    }

    func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try await memory.revocations(after: number)
    }

    func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        try await memory.add(token, by: actor)
    }

    func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        try await memory.tokens(of: owner)
    }

    func holder(ofTokenWithDigest digest: [UInt8]) async throws(Rejection) -> TokenHolder? {
        try await memory.holder(ofTokenWithDigest: digest)
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
