/// The session in which an account, or an API token, is changed, as the store knows it.
///
/// The store compares it with the account in the transaction of the change: a session that has ended meanwhile changes
/// nothing.
public struct SessionActor: Hashable, Sendable {
    /// The user of the session.
    public let user: UserID

    /// The generation of the account in which the session began.
    public let generation: Int64

    /// The session of `user` that began in `generation`.
    public init(user: UserID, generation: Int64) {
        self.user = user
        self.generation = generation
    }

    /// Checks that the session has not ended; `account` is that of the user, nil if there is none.
    ///
    /// - Throws: `forbidden` if it has.
    public func check(_ account: Account?) throws(Rejection) {
        guard let account, account.generation == generation, !account.isDisabled else {
            throw Rejection(.forbidden, "Your session has ended meanwhile: log in again.")
        }
    }
}
