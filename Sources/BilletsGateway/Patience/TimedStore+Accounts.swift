import Billets
import BilletsWire

extension TimedStore: AccountStore {
    func account(email: String) async throws(Rejection) -> Account? {
        try await ask { try await $0.account(email: email) }
    }

    func account(_ id: UserID) async throws(Rejection) -> Account? {
        try await ask { try await $0.account(id) }
    }

    func accounts() async throws(Rejection) -> [Account] {
        try await ask { try await $0.accounts() }
    }

    func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        try await ask { try await $0.add(account, by: actor) }
    }

    @discardableResult
    func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        try await ask { try await $0.edit(id, edit, by: actor) }
    }

    func revoke(_ session: SessionID) async throws(Rejection) {
        try await ask { try await $0.revoke(session) }
    }

    func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try await ask { try await $0.revocations(after: number) }
    }

    func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        try await ask { try await $0.add(token, by: actor) }
    }

    func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        try await ask { try await $0.tokens(of: owner) }
    }

    func holder(ofTokenWithDigest digest: [UInt8]) async throws(Rejection) -> TokenHolder? {
        try await ask { try await $0.holder(ofTokenWithDigest: digest) }
    }

    func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection) {
        try await ask { try await $0.removeToken(id, of: owner) }
    }

    func sessionKeys() async throws(Rejection) -> [SessionKey] {
        try await ask { try await $0.sessionKeys() }
    }

    func add(_ key: SessionKey) async throws(Rejection) {
        try await ask { try await $0.add(key) }
    }

    func removeSessionKey(_ id: String) async throws(Rejection) {
        try await ask { try await $0.removeSessionKey(id) }
    }

    func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        try await ask { try await $0.admit(attempts) }
    }

    func forgive(_ subjects: [String]) async throws(Rejection) {
        try await ask { try await $0.forgive(subjects) }
    }
}
