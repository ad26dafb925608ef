public import Billets

/// Where accounts are kept, and which sessions are dead before their time.
public protocol AccountStore: Sendable {
    /// The account that logs in with `email`, in whatever case; nil if there is none.
    func account(email: String) async throws(Rejection) -> Account?

    /// All accounts, by e-mail.
    func accounts() async throws(Rejection) -> [Account]

    /// Adds an account.
    ///
    /// - Throws: `invalidMessage` if the e-mail or the name is not one, or is taken.
    func add(_ account: Account) async throws(Rejection)

    /// Changes the account that logs in with `email`; disabling it also revokes all its sessions.
    ///
    /// - Throws: `notFound` if there is none.
    func edit(email: String, _ edit: AccountEdit) async throws(Rejection)

    /// Ends sessions, on every gateway, for good.
    func revoke(_ scope: Revocation.Scope) async throws(Rejection)

    /// The revocations after `number`, in order; those older than any session can be are gone.
    func revocations(after number: Int64) async throws(Rejection) -> [Revocation]
}
